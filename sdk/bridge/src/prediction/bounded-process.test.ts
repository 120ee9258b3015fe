import { afterEach, describe, expect, it, vi } from 'vitest';
import { runBounded, type BoundedProcess } from './bounded-process.js';

const run = (script: string, more: Partial<BoundedProcess> = {}) =>
  runBounded({
    command: process.execPath,
    args: ['-e', script],
    cwd: process.cwd(),
    timeoutMs: 30_000,
    maxBytes: 1000,
    signal: new AbortController().signal,
    ...more
  });

afterEach(() => {
  vi.restoreAllMocks();
  delete process.env.SOME_SERVICE_TOKEN;
});

describe('a bounded process', () => {
  it('returns what it printed and how it ended', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    expect(await run(script)).toEqual({
      status: 3,
      endedBy: 'itself',
      stdout: 'out\n',
      stderr: 'err\n'
    });
  });

  it('is ended with its children when its time is over', async () => {
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(child.pid); setInterval(() => {}, 1000)`;
    const { endedBy, stdout } = await run(script, { timeoutMs: 1500 });
    expect(endedBy).toBe('timeout');
    // The grandchild held the output open: without its end, this promise would not have resolved.
    expect(Number(stdout)).toBeGreaterThan(0);
  });

  it('is ended when it prints more than it may', async () => {
    const { endedBy } = await run('for (;;) console.log("x".repeat(1000))');
    expect(endedBy).toBe('size');
  });

  it('is ended when the user leaves', async () => {
    const leaving = new AbortController();
    const end = run('setInterval(() => {}, 1000)', { signal: leaving.signal });
    leaving.abort();
    expect(await end).toMatchObject({ status: null, endedBy: 'signal' });
  });

  it('is ended alone where there are no process groups', async () => {
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
    });
    const end = await run('setInterval(() => {}, 1000)', { signal: AbortSignal.abort() });
    expect(end).toMatchObject({ status: null, endedBy: 'signal' });
    expect(kill).toHaveBeenCalledOnce();
  });

  it('that cannot be started says why', async () => {
    const end = await run('', { command: '/no/such/program' });
    expect(end).toMatchObject({ endedBy: 'failure', stderr: expect.stringContaining('ENOENT') });
  });

  it('does not see the secrets of the bridge', async () => {
    process.env.SOME_SERVICE_TOKEN = 'secret';
    const { stdout } = await run('console.log(process.env.SOME_SERVICE_TOKEN)');
    expect(stdout).toBe('undefined\n');
  });
});
