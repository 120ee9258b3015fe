import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

describe('a server that does not respond', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let pid: number;
  beforeEach(async () => {
    workspace = await startLocalWorkspace();
    ({ pid } = record());
    process.kill(pid, 'SIGSTOP');
  }, 60_000);
  afterEach(async () => {
    if (isProcess(pid)) process.kill(pid, 'SIGCONT');
    await workspace.stop();
  });

  const file = () => join(workspace.home, 'service.json');
  const record = () => JSON.parse(readFileSync(file(), 'utf8')) as { pid: number };
  const isProcess = (id: number) => {
    try {
      return process.kill(id, 0);
    } catch {
      return false;
    }
  };

  it('is named by every command, and no second one is started', async () => {
    const commandLines = ['status', 'status --json', 'up', 'env', 'runs', 'ui --no-browser'];
    const outcomes = commandLines.map(line => workspace.carry(...line.split(' ')));
    for (const { code, stdout, stderr } of await Promise.all(outcomes)) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        new RegExp(`^carry: .*runs \\(process ${pid}\\) but does not respond\\..*'carry down'`)
      );
    }
    expect(record().pid).toBe(pid);
  });

  it('is ended by carry down, and started again by carry up', async () => {
    const { code, stdout } = await workspace.carry('down');
    expect([code, stdout]).toEqual([0, expect.stringContaining('has stopped')]);
    // The system may list it until its parent has read its exit code.
    await vi.waitFor(() => expect(isProcess(pid)).toBe(false), 10_000);
    expect((await workspace.carry('up')).code).toBe(0);
    expect(record().pid).not.toBe(pid);
  });

  it('is another program when the pid is the same and its start is not', async () => {
    // The server stays stopped: one that works writes its own record again within seconds.
    const own = readFileSync(file(), 'utf8');
    writeFileSync(file(), JSON.stringify({ ...record(), pid: process.pid }));
    expect((await workspace.carry('status')).stdout).toContain('is not running');
    expect((await workspace.carry('down')).stdout).toContain('was not running');
    writeFileSync(file(), own);
  });
});
