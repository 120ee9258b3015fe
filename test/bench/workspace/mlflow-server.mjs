import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withEnding } from '../ending.mjs';
import { root } from '../home.mjs';

/** Runs `work` while a real MLflow server on SQLite runs; `work` receives the origin and the time to the first response. */
export async function withMlflow(work) {
  const folder = mkdtempSync(join(tmpdir(), 'carry-mlflow-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const python = join(root, 'test/.venv/bin/python');
  const start = performance.now();
  const server = spawn(
    python,
    [
      ...['-m', 'mlflow', 'server', '--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
      ...['--artifacts-destination', join(folder, 'artifacts'), '--serve-artifacts'],
      ...['--host', '127.0.0.1', '--port', String(port), '--workers', '1']
    ],
    {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' }
    }
  );
  const end = () => {
    try {
      process.kill(-server.pid, 'SIGKILL');
    } catch (error) {
      // The process may have ended by itself.
      if (error.code !== 'ESRCH') throw error;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return withEnding(end, async () => {
    while (
      !(await fetch(`${origin}/version`).then(
        answer => answer.ok,
        () => false
      ))
    ) {
      if (server.exitCode !== null) throw new Error('mlflow server ended');
      await delay(50);
    }
    const ready = performance.now() - start;
    await settled(server.pid);
    return work({ origin, ready, memory: () => memoryOf(server.pid) });
  });
}

/**
 * Waits until the processes of a group are idle: MLflow responds while its job runner and the consumers of it still start, which
 * use both cores for most of a minute.
 */
async function settled(group) {
  const until = performance.now() + 120_000;
  for (let before = ticksOf(group); performance.now() < until;) {
    await delay(2000);
    const now = ticksOf(group);
    if (now - before < 20) return;
    before = now;
  }
}

/** Returns the processor time of the processes of a group in hundredths of a second. */
function ticksOf(group) {
  const used = pid => {
    const [user = 0, system = 0] = statOf(pid).slice(11, 13);
    return Number(user) + Number(system);
  };
  return processesOf(group).reduce((sum, pid) => sum + used(pid), 0);
}

/** Returns the memory of the processes of a group in MB; shared pages count once. */
export function memoryOf(group) {
  const own = processesOf(group).map(pid =>
    Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
  );
  return own.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
}

const processesOf = group =>
  readdirSync('/proc').filter(pid => /^\d+$/.test(pid) && Number(statOf(pid)[2]) === group);

/** Returns the fields of /proc/PID/stat, from the state on. */
const statOf = pid => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];

/** A process may end while it is examined. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
