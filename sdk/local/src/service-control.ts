import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CarryError } from 'carry-ml/errors';
import { Home } from './home.js';
import { readSecret } from './identity/secret.js';
import { Tokens, type Role } from './identity/tokens.js';
import { clientEnvironment } from './jobs/preparation/environment.js';
import type { Health } from './limits/health.js';
import { fail, START_FAILED } from './service-errors.js';
import { endServer, isServerAlive } from './service-process.js';
import { HOME_IN_USE_EXIT_CODE, readRecord, type ServiceRecord } from './service-record.js';
import { requestService } from './service-request.js';
import { files } from './tls/authority.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

/** A running local workspace. */
export interface ServiceInfo
  extends Omit<ServiceRecord, 'processStart'>, Pick<Health, 'disk' | 'settings'> {
  /** Its URL, such as `https://127.0.0.1:41873`. */
  origin: string;
  /** The file that it writes its log to. */
  log: string;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;
/** How often a server that starts is checked. */
const SERVER_POLL_INTERVAL_MS = 25;

type Address = Pick<ServiceInfo, 'pid' | 'origin' | 'home'>;

/** The server of a home: it responds, or its process exists and does not. */
type Server =
  { record: ServiceRecord; info: ServiceInfo } | { record: ServiceRecord; info?: never };

/**
 * Returns the running service of a home, or undefined when there is none.
 *
 * @throws CarryError `LocalWorkspaceUnresponsive` when its process exists but does not respond
 */
export async function status(home = Home.ofUser()): Promise<ServiceInfo | undefined> {
  const server = await findServer(home);
  if (!server || server.info) return server?.info;
  throw fail('LocalWorkspaceUnresponsive', { pid: server.record.pid, log: home.log });
}

async function findServer(home: Home): Promise<Server | undefined> {
  const record = readRecord(home.serviceFile);
  if (!record || (record.processStart && !isServerAlive(record))) return undefined;
  const { pid, port, startedAt, virtualEnv } = record;
  const origin = `https://127.0.0.1:${port}`;
  const address = { pid, port, startedAt, home: record.home, virtualEnv, origin };
  const health = await requestHealth(address, home);
  if (health) {
    const { disk, settings } = health;
    return { record, info: { ...address, log: home.log, disk, settings } };
  }
  return isServerAlive(record) ? { record } : undefined;
}

/**
 * Starts the service in the background unless it runs, and resolves when it responds to requests.
 *
 * @throws CarryError `LocalWorkspaceFailed` when the server ends, or does not respond within 30 seconds;
 *   `LocalWorkspaceUnresponsive` when one runs and does not respond
 */
export async function up(home = Home.ofUser()): Promise<ServiceInfo> {
  const running = await status(home);
  if (running) return running;
  home.create();
  const logged = logSize(home);
  const server = spawnServer(home);
  const start: { failure?: CarryError; isOther?: boolean } = {};
  server.once('error', ({ message }) => {
    start.failure = fail('LocalWorkspaceFailed', { reason: `${message}.`, log: home.log });
  });
  server.once('exit', exitCode => {
    // Two callers may start a server at the same time: the one whose server lost waits for the other's.
    if (exitCode === HOME_IN_USE_EXIT_CODE) start.isOther = true;
    else start.failure = startFailure(home, logged, exitCode);
  });
  try {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const found = await findServer(home);
      if (found?.info) return found.info;
      if (start.failure) throw start.failure;
      await delay(SERVER_POLL_INTERVAL_MS);
    }
  } finally {
    server.unref();
  }
  const seconds = START_TIMEOUT_MS / 1000;
  throw start.isOther
    ? fail('LocalWorkspaceSilent', { seconds, home: home.root, log: home.log })
    : fail('LocalWorkspaceTimedOut', { seconds, log: home.log });
}

/** The reason that a server has written to the log before it ended: the last line that it wrote. */
function startFailure(home: Home, logged: number, exitCode: number | null): CarryError {
  const lines = readFileSync(home.log).subarray(logged).toString().trim().split('\n');
  const reason = lines.findLast(line => line.startsWith(START_FAILED));
  return reason
    ? fail('LocalWorkspaceRefused', { reason: reason.slice(START_FAILED.length) })
    : fail('LocalWorkspaceExited', { exitCode, said: lines.at(-1) ?? '', log: home.log });
}

function logSize(home: Home): number {
  return statSync(home.log, { throwIfNoEntry: false })?.size ?? 0;
}

function spawnServer(home: Home): ChildProcess {
  const log = openSync(home.log, 'a', 0o600);
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const server = spawn(process.execPath, [main], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, CARRY_HOME: home.root }
  });
  closeSync(log);
  return server;
}

/**
 * Stops the service, also one that does not respond; running jobs continue. Resolves to false when no service was running.
 *
 * @throws CarryError `LocalWorkspaceStuck` when its process cannot be ended
 */
export async function down(home = Home.ofUser()): Promise<boolean> {
  const server = await findServer(home);
  if (!server) return false;
  if (await endServer(server.record, STOP_TIMEOUT_MS)) return true;
  throw fail('LocalWorkspaceStuck', { pid: server.record.pid });
}

/** Returns the environment variables that point Azure's and MLflow's clients at a running service, as `carry env` prints them. */
export function environment(info: Address, role?: Role): Record<string, string> {
  const home = new Home(info.home);
  const secret = readSecret(home.secret);
  const tokens = new Tokens(secret.key, Date.now, userInfo().username);
  const sources = { home, origin: info.origin, secret, tokens, workspace: LOCAL_WORKSPACE };
  return clientEnvironment(sources, role);
}

/** Requests the server's health. A record alone proves nothing: it may be old, and another program may use its port by now. */
async function requestHealth(at: Address, home: Home): Promise<Health | undefined> {
  if (!existsSync(files(home.tls).authority)) return undefined;
  try {
    const response = await requestService(`${at.origin}/health`, {
      authority: files(home.tls).authority,
      token: environment(at).MLFLOW_TRACKING_TOKEN ?? ''
    });
    return response.status === 200 ? (JSON.parse(response.body) as Health) : undefined;
  } catch {
    // No server of this home listens there.
    return undefined;
  }
}
