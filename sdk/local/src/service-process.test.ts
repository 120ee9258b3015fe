import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { processStart } from './process-stat.js';
import { endServer, isServerAlive } from './service-process.js';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts a program and returns the record of it as a server. */
async function server(program = 'setInterval(() => {}, 1000)') {
  const child = spawn(process.execPath, ['-e', `${program}; console.log('ready')`]);
  started.push(child);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const record = {
    pid,
    port: 1,
    startedAt: '',
    home: '',
    processStart: processStart(pid) ?? null,
    virtualEnv: null
  };
  return { record, ended: once(child, 'exit') as Promise<[number | null, string | null]> };
}

const IGNORES_TERM = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";

describe('the process of a server', () => {
  it('is known by its pid and start', async () => {
    const { record, ended } = await server();
    expect(record.processStart).toBeTruthy();
    expect(isServerAlive(record)).toBe(true);
    expect(isServerAlive({ ...record, processStart: '1' })).toBe(false);
    expect(isServerAlive({ ...record, processStart: null })).toBe(false);
    process.kill(record.pid, 'SIGKILL');
    await ended;
    expect(isServerAlive(record)).toBe(false);
  });

  it('ends on SIGTERM', async () => {
    const { record, ended } = await server();
    expect(await endServer(record, 10_000)).toBe(true);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('ends although it is stopped', async () => {
    const { record, ended } = await server();
    process.kill(record.pid, 'SIGSTOP');
    expect(await endServer(record, 10_000)).toBe(true);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('is killed when it does not end in time', async () => {
    const { record, ended } = await server(IGNORES_TERM);
    expect(await endServer(record, 200)).toBe(true);
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('is not killed when nothing proves that the pid is its own', async () => {
    const { record } = await server(IGNORES_TERM);
    expect(await endServer({ ...record, processStart: null }, 200)).toBe(false);
    expect(isServerAlive(record)).toBe(true);
  });
});
