import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAlive, MARK, processesOf, signalAll } from './processes.js';

describe('processesOf', () => {
  const mark = randomUUID();
  afterEach(async () => {
    signalAll(await processesOf(mark), 'SIGKILL');
  });

  it('finds a process in its own session, and a child that removed the mark', async () => {
    const child = spawn('sh', ['-c', 'setsid sleep 60 & env -i sleep 61 & wait'], {
      env: { ...process.env, [MARK]: mark },
      detached: true,
      stdio: 'ignore'
    });
    await vi.waitFor(async () => {
      expect(await processesOf(mark)).toHaveLength(3);
    }, 5_000);
    expect(await isAlive(child.pid!, mark)).toBe(true);
    expect(await isAlive(child.pid!, 'another mark')).toBe(false);

    signalAll(await processesOf(mark), 'SIGKILL');
    await vi.waitFor(async () => {
      expect(await processesOf(mark)).toEqual([]);
    }, 5_000);
  });
});
