import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { buildApp, type App } from './app.js';
import { Home } from './home.js';
import { loadSecret } from './identity/secret.js';
import { findMachine, type Machine } from './machine.js';
import { HOME_TAKEN, type ServiceRecord } from './service-record.js';
import { loadSettings } from './settings/settings.js';
import { lockHome, openDatabase } from './store/database.js';
import { ensureCertificates } from './tls/authority.js';

async function main(): Promise<void> {
  const home = Home.ofUser().create();
  const lock = lockHome(home.lock);
  if (!lock) {
    process.stderr.write(
      `Another local workspace already runs on ${home.root}. Use it, or stop it with 'carry down'.\n`
    );
    process.exit(HOME_TAKEN);
  }
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
  const port = await listen(app, portOf(home));
  const record: ServiceRecord = {
    pid: process.pid,
    port,
    startedAt: new Date().toISOString(),
    home: home.root
  };
  writeFileSync(`${home.serviceFile}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${home.serviceFile}.new`, home.serviceFile);

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

/** Jobs carry the port in their environment, so a restarted server takes the same one if it can. */
async function listen(app: App, port: number): Promise<number> {
  try {
    return await app.listen(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port === 0) throw error;
    return app.listen(0);
  }
}

function portOf(home: Home): number {
  if (process.env.CARRY_PORT) return Number(process.env.CARRY_PORT);
  if (!existsSync(home.serviceFile)) return 0;
  return (JSON.parse(readFileSync(home.serviceFile, 'utf8')) as ServiceRecord).port;
}

/** Packages are found upwards from a job's working folder. */
function linkPackages(home: Home, machine: Machine): void {
  rmSync(home.nodeModules, { force: true, recursive: false });
  if (machine.nodeModules) symlinkSync(machine.nodeModules, home.nodeModules, 'junction');
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The local workspace cannot start: ${error instanceof Error ? error.message : String(error)}\n`
  );
  process.exit(1);
});
