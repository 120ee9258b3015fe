import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defineErrors } from 'carry-ml/errors';
import { Home } from './home.js';
import { loadSecret } from './identity/secret.js';
import { Tokens, type Role } from './identity/tokens.js';
import { clientEnvironment } from './jobs/preparation/environment.js';
import type { Health } from './limits/health.js';
import { HOME_TAKEN, type ServiceRecord } from './service-record.js';
import { askService } from './service-request.js';
import { files } from './tls/authority.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

/** The local workspace of this user while it runs. */
export interface ServiceInfo extends ServiceRecord, Pick<Health, 'disk' | 'settings'> {
  origin: string;
  log: string;
}

export const serviceErrors = {
  LocalWorkspaceFailed: {
    status: 500,
    message: (p: { reason: string; log: string }) =>
      `The local workspace did not start: ${p.reason} Its log is ${p.log}.`
  },
  LocalWorkspaceStuck: {
    status: 500,
    message: (p: { pid: number }) =>
      `The local workspace (process ${p.pid}) did not stop when asked. End that process, then try again.`
  }
};
const fail = defineErrors(serviceErrors);

const START_LIMIT = 30_000;
const STOP_LIMIT = 20_000;
const POLL = 25;

type Address = Pick<ServiceInfo, 'pid' | 'origin' | 'home'>;

/** The running service, or undefined. */
export async function status(home = Home.ofUser()): Promise<ServiceInfo | undefined> {
  if (!existsSync(home.serviceFile)) return undefined;
  const record = JSON.parse(readFileSync(home.serviceFile, 'utf8')) as ServiceRecord;
  const address = { ...record, origin: `https://127.0.0.1:${record.port}` };
  const health = await ask(address, home);
  return health && { ...address, log: home.log, disk: health.disk, settings: health.settings };
}

/** Starts the service in the background if it does not run, and waits until it answers. */
export async function up(home = Home.ofUser()): Promise<ServiceInfo> {
  const running = await status(home);
  if (running) return running;
  home.create();
  const log = openSync(home.log, 'a', 0o600);
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const server = spawn(process.execPath, [main], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, CARRY_HOME: home.root }
  });
  closeSync(log);
  const start: { failure?: string } = {};
  server.once('error', error => {
    start.failure = error.message;
  });
  server.once('exit', code => {
    // Two callers may start at the same time: the one that lost waits for the other's server.
    if (code !== HOME_TAKEN) start.failure = `it ended with exit code ${code ?? 'none'}.`;
  });
  try {
    const until = Date.now() + START_LIMIT;
    while (Date.now() < until) {
      const info = await status(home);
      if (info) return info;
      if (start.failure !== undefined)
        throw fail('LocalWorkspaceFailed', { reason: start.failure, log: home.log });
      await delay(POLL);
    }
  } finally {
    server.unref();
  }
  throw fail('LocalWorkspaceFailed', { reason: 'it did not answer in time.', log: home.log });
}

/** Stops the service; running jobs go on. False when none ran. */
export async function down(home = Home.ofUser()): Promise<boolean> {
  const running = await status(home);
  if (!running) return false;
  process.kill(running.pid, 'SIGTERM');
  const until = Date.now() + STOP_LIMIT;
  while (Date.now() < until) {
    if (!isProcess(running.pid)) return true;
    await delay(POLL);
  }
  throw fail('LocalWorkspaceStuck', { pid: running.pid });
}

/** The variables of `carry env` for a running service. */
export function environment(info: Address, role?: Role): Record<string, string> {
  const home = new Home(info.home);
  const secret = loadSecret(home.secret);
  const tokens = new Tokens(secret.key, Date.now, userInfo().username);
  const sources = { home, origin: info.origin, secret, tokens, workspace: LOCAL_WORKSPACE };
  return clientEnvironment(sources, role);
}

/** Asks the server itself: a record may be left over, and its pid may be another program's by now. */
async function ask(at: Address, home: Home): Promise<Health | undefined> {
  if (!isProcess(at.pid) || !existsSync(files(home.tls).authority)) return undefined;
  try {
    const { status: answered, body } = await askService(`${at.origin}/health`, {
      authority: files(home.tls).authority,
      token: environment(at).MLFLOW_TRACKING_TOKEN ?? ''
    });
    return answered === 200 ? (JSON.parse(body) as Health) : undefined;
  } catch {
    // Whatever answers there, or does not, is no server of this home.
    return undefined;
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
