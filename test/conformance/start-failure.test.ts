import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from './local-workspace.js';

const built = (path: string) => fileURLToPath(new URL(`../../sdk/${path}`, import.meta.url));
const script = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;

/** Options of Node with which a package does not exist. */
function withoutPackage(name: string): string {
  const hooks = `export const resolve = (specifier, context, next) =>
    next(specifier === '${name}' ? '${name}-is-not-installed' : specifier, context);`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(script(hooks))});`;
  return `--import=${script(register)}`;
}

describe('a server that cannot start', { timeout: 60_000 }, () => {
  let home: string;
  let environment: Record<string, string>;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'carry-home-'));
    const PATH = process.env.PATH ?? '';
    environment = { PATH, CARRY_HOME: home, NODE_OPTIONS: withoutPackage('libsql') };
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const reason =
    /A package that the local workspace needs is missing or was built for another system \(Cannot find package 'libsql-is-not-installed'[^\n]*\)\. Run 'npm install @carry-ml\/local' again, without '--omit=optional'\./;

  it('names a package that is missing', async () => {
    const { code, stdout, stderr } = await run(
      process.execPath,
      [built('local/bin/carry-local.mjs')],
      environment
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^${reason.source}\\n$`));
  });

  it('says so once for each carry up, with the line that its log has', async () => {
    const up = () => run(process.execPath, [built('client/dist/cli/main.js'), 'up'], environment);
    for (const times of [1, 2]) {
      const { code, stdout, stderr } = await up();
      expect([code, stdout]).toEqual([1, '']);
      const lines = stderr.trim().split('\n');
      expect(lines).toEqual([expect.stringMatching(reason)]);
      expect(stderr.match(new RegExp(reason, 'g'))).toHaveLength(1);
      const log = readFileSync(join(home, 'server.log'), 'utf8').trim().split('\n');
      expect(log).toEqual(Array(times).fill(expect.stringMatching(reason)));
    }
  });
});
