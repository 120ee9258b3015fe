import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentBuilds } from './environment-builds.js';
import { processStart } from '../process-stat.js';
import { EnvironmentCache } from './environment-cache.js';
import type { Install } from './environment-request.js';
import { findInstaller } from './installer.js';
import type { ChosenPython } from './pythons.js';
import type { Waiter } from './shared-build.js';

/** A stand-in of uv: it makes an environment, and installs what its last argument but for options names, by these rules. */
const uv = `#!/bin/sh
if [ "$1" = venv ]; then mkdir -p "$4/bin" && : > "$4/bin/python" && exit 0; fi
echo "$@" >> "$CALLS"
case "$*" in *only-binary*) wheels=1 ;; esac
while read -r line; do
  echo "installs $line"
  case "$line" in
    fails*) echo "error: No solution found" >&2; echo "  cause: there is no fails" >&2; exit 1 ;;
    absent*) echo "  cause: Because absent was not found in the package registry" >&2; exit 1 ;;
    old==1) echo "  cause: no wheel of old" >&2; exit 1 ;;
    slow*) sleep 60 & echo $! > "$CALLS.pid"; wait ;;
  esac
done < "$6"
`;

describe('EnvironmentBuilds', { timeout: 20_000 }, () => {
  let root: string;
  let cache: EnvironmentCache;
  let builds: EnvironmentBuilds;
  let output: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'carry-builds-'));
    output = '';
    writeFileSync(join(root, 'uv'), uv);
    chmodSync(join(root, 'uv'), 0o755);
    cache = new EnvironmentCache(join(root, 'environments'));
    const environment = { PATH: process.env.PATH, CALLS: join(root, 'calls') };
    builds = new EnvironmentBuilds(cache, () => ({
      environment,
      installer: findInstaller([root])
    }));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const python: ChosenPython = { path: '/usr/bin/python3', version: '3.11.2' };
  const of = (...requirements: string[]): Install[] => [{ requirements }];
  const waiter = (signal = new AbortController().signal): Waiter => ({
    signal,
    onStep: () => undefined,
    onOutput: text => (output += text)
  });
  const folders = () => (existsSync(cache.root) ? readdirSync(cache.root) : []);

  it('builds an environment once for all jobs that wait for it, and finds it later', async () => {
    const both = await Promise.all([
      builds.get(of('a', 'b'), python, waiter()),
      builds.get(of('b', 'a'), python, waiter())
    ]);
    const later = await builds.get(of('a', 'b'), python, waiter());
    expect(both.map(each => each.isCached)).toEqual([false, false]);
    expect(later.isCached).toBe(true);
    expect(new Set([...both, later].map(each => each.environment.folder)).size).toBe(1);
    expect(folders()).toHaveLength(1);
    expect(output.match(/installs a\n/g)).toHaveLength(2);
  });

  it('builds one for another Python, packages or options', async () => {
    await builds.get(of('a'), python, waiter());
    await builds.get(of('a'), { ...python, version: '3.12.0' }, waiter());
    await builds.get([{ requirements: ['a'], options: ['--pre'] }], python, waiter());
    expect(folders()).toHaveLength(3);
  });

  it('reports the last error line of a failed build and leaves nothing', async () => {
    const failed = builds.get(of('fails'), python, waiter());
    await expect(failed).rejects.toThrow(/^there is no fails$/);
    expect(folders()).toEqual([]);
    await expect(builds.get(of('fails'), python, waiter())).rejects.toThrow('there is no fails');
  });

  it('leaves out a conda package that PyPI lacks, but no other', async () => {
    const conda = { requirements: ['a', 'absent>=1'], conda: ['a', 'absent'] };
    const { environment } = await builds.get([conda], python, waiter());
    expect(environment.missing).toEqual(['absent']);
    await expect(builds.get(of('absent'), python, waiter())).rejects.toThrow('was not found');
  });

  it('relaxes versions only on another Python than the wanted one', async () => {
    await expect(builds.get(of('old==1'), python, waiter())).rejects.toThrow('no wheel of old');
    const other = { ...python, insteadOf: '3.8' };
    const { environment } = await builds.get(of('old==1', 'a==2'), other, waiter());
    expect(environment.relaxed).toEqual(['old==1', 'a==2']);
    expect(output).toContain('installs old>=1\n');
  });

  it('ends the processes of a build that no job waits for any more', async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const first = builds.get(of('slow'), python, waiter(one.signal));
    const second = builds.get(of('slow'), python, waiter(two.signal));
    await vi.waitFor(() => expect(existsSync(join(root, 'calls.pid'))).toBe(true), 10_000);
    one.abort();
    await expect(first).rejects.toThrow('aborted');
    expect(folders()).toHaveLength(1);
    two.abort();
    await expect(second).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(folders()).toEqual([]), 10_000);
    // A zombie has ended, even where nothing collects it.
    const pid = readFileSync(join(root, 'calls.pid'), 'utf8').trim();
    const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', pid], { encoding: 'utf8' });
    expect(stdout.trim()).toMatch(/^(Z.*)?$/);
  });

  it('removes what a crashed server left, and no complete environment', async () => {
    await builds.get(of('a'), python, waiter());
    const half = new EnvironmentCache(cache.root).begin('f'.repeat(24));
    const foreign = new EnvironmentCache(cache.root).begin('e'.repeat(24));
    writeFileSync(join(foreign, 'building'), `${process.ppid} ${processStart(process.ppid) ?? ''}`);
    await cache.removeLeftovers();
    expect(existsSync(half)).toBe(false);
    expect(existsSync(foreign)).toBe(true);
    expect((await builds.get(of('a'), python, waiter())).isCached).toBe(true);
  });

  it('builds again when the Python of an environment is gone', async () => {
    const { environment } = await builds.get(of('a'), python, waiter());
    rmSync(join(environment.venv, 'bin', 'python'));
    expect((await builds.get(of('a'), python, waiter())).isCached).toBe(false);
  });
});
