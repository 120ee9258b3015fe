import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { buildApp, type App } from './app.js';
import { Home } from './home.js';
import { loadSecret } from './identity/secret.js';
import { findMachine, type Machine } from './machine.js';
import { fail } from './service-errors.js';
import type { ServiceRecord } from './service-record.js';
import { loadSettings } from './settings/settings.js';
import { lockHome, openDatabase } from './store/database.js';
import { ensureCertificates } from './tls/authority.js';

/**
 * Runs the server on the user's home until SIGTERM or SIGINT. Resolves once it listens.
 *
 * @throws CarryError `HomeInUse`, or an error about the settings or the secret
 */
export async function serve(): Promise<void> {
  const home = Home.ofUser().create();
  const lock = lockHome(home.lock);
  if (!lock) throw fail('HomeInUse', { home: home.root });
  const machine = findMachine();
  linkPackages(home, machine);
  const db = openDatabase(home.database);
  const app = await buildApp({
    home,
    db,
    secret: loadSecret(home.secret),
    machine,
    settings: loadSettings(home.settings, process.env),
    user: userInfo().username,
    tls: await ensureCertificates(home.tls)
  });
  writeRecord(home, await listen(app, preferredPort(home)));

  const stop = () => {
    void app.close().then(() => {
      db.close();
      lock.close();
      process.exit(0);
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function writeRecord(home: Home, port: number): void {
  const record: ServiceRecord = {
    pid: process.pid,
    port,
    startedAt: new Date().toISOString(),
    home: home.root
  };
  writeFileSync(`${home.serviceFile}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${home.serviceFile}.new`, home.serviceFile);
}

/** Listens on the preferred port, or on any free one when it is in use. */
async function listen(app: App, port: number): Promise<number> {
  try {
    return await app.listen(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port === 0) throw error;
    return app.listen(0);
  }
}

/** `$CARRY_PORT`, or the port of the previous server: running jobs have its URL in their environment. 0 means any free port. */
function preferredPort(home: Home): number {
  if (process.env.CARRY_PORT) return Number(process.env.CARRY_PORT);
  if (!existsSync(home.serviceFile)) return 0;
  return (JSON.parse(readFileSync(home.serviceFile, 'utf8')) as ServiceRecord).port;
}

/** Links the packages into the home: Node searches for packages upwards from a job's working folder. */
function linkPackages(home: Home, machine: Machine): void {
  rmSync(home.nodeModules, { force: true, recursive: false });
  if (machine.nodeModules) symlinkSync(machine.nodeModules, home.nodeModules, 'junction');
}
