import { rmSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { buildApp, type App } from './app.js';
import { Home } from './home.js';
import { findMachine, type Machine } from './machine.js';
import { openHome } from './open-home.js';
import { processStart } from './process-stat.js';
import { readRecord, writeRecord, type ServiceRecord } from './service-record.js';
import { Checkpoints } from './store/checkpoints.js';
import { closeDatabase } from './store/database.js';

/** How often the server checks that clients can find it. */
const RECORD_INTERVAL_MS = 2_000;

/**
 * Runs the server on the user's home until SIGTERM or SIGINT. Resolves once it listens.
 *
 * @throws CarryError `HomeInUse`, or an error about a file of the home
 */
export async function serve(): Promise<void> {
  const home = Home.ofUser();
  const state = await openHome(home, process.env);
  const { db, lock } = state;
  const machine = findMachine({ previous: readRecord(home.serviceFile)?.virtualEnv });
  linkPackages(home, machine);
  const app = await buildApp({ ...state, home, machine, user: userInfo().username });
  const report = (error: unknown) => {
    app.server.log.error(error);
  };
  const checkpoints = new Checkpoints(db, home.database, report);
  const record = {
    pid: process.pid,
    port: await listen(app, preferredPort(home)),
    startedAt: new Date().toISOString(),
    home: home.root,
    processStart: processStart(process.pid) ?? null,
    virtualEnv: machine.virtualEnv ?? null
  };
  writeRecord(home.serviceFile, record);
  keepRecord(home, record, report);

  const stop = () => {
    void app.close().then(async () => {
      await checkpoints.close();
      closeDatabase(db);
      lock.close();
      process.exit(0);
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Writes the record again when it was deleted or damaged: without it, no client finds the server. */
function keepRecord(home: Home, record: ServiceRecord, report: (error: unknown) => void): void {
  setInterval(() => {
    try {
      if (readRecord(home.serviceFile)?.pid !== record.pid) writeRecord(home.serviceFile, record);
    } catch (error) {
      report(error);
    }
  }, RECORD_INTERVAL_MS).unref();
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
  return readRecord(home.serviceFile)?.port ?? 0;
}

/** Links the packages into the home: Node searches for packages upwards from a job's working folder. */
function linkPackages(home: Home, machine: Machine): void {
  rmSync(home.nodeModules, { force: true, recursive: false });
  if (machine.nodeModules) symlinkSync(machine.nodeModules, home.nodeModules, 'junction');
}
