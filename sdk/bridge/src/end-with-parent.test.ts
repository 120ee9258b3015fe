import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A process that starts the bridge, as the Jupyter server does, and prints its id. */
const SERVER = `
const { spawn } = require('node:child_process');
console.log(spawn(process.execPath, process.argv.slice(1), { stdio: 'ignore' }).pid);
setInterval(() => undefined, 1000);
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-bridge-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // There is no such process.
    return false;
  }
}

it('the bridge ends when its Jupyter server is killed', async () => {
  const socket = join(folder, 'socket');
  const env = { ...process.env, CARRY_BRIDGE_SECRET: 's', CARRY_HOME: join(folder, 'home') };
  const args = ['-e', SERVER, main, '--root', folder, '--socket', socket];
  const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = (await once(server.stdout, 'data')) as [Buffer];
  const bridge = Number(text);
  await vi.waitFor(() => expect(existsSync(socket)).toBe(true), { timeout: 20_000 });
  expect(isRunning(bridge)).toBe(true);
  server.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(bridge)).toBe(false), { timeout: 10_000 });
});
