import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from 'libsql';
import { isTerminal } from 'carry-ml/arm';
import { Signatures } from './blobs/signature.js';
import { dataPath } from './data/data-path.js';
import { endpointServices } from './endpoints/endpoint-services.js';
import { EnvironmentCache } from './environments/environment-cache.js';
import type { Home } from './home.js';
import { BrowserSessions } from './identity/browser-sessions.js';
import type { Secret } from './identity/secret.js';
import { Tokens } from './identity/tokens.js';
import { jobServices } from './job-services.js';
import { allComputes } from './jobs/compute.js';
import { DiskSpace } from './limits/disk-space.js';
import { findRemovables, findUnusedEnvironments } from './limits/removables.js';
import { Retention } from './limits/retention.js';
import type { Machine } from './machine.js';
import type { WorkspaceContext } from './protocol/context.js';
import { LongRunning } from './protocol/long-running.js';
import { PendingUploads } from './resources/assets/pending-upload.js';
import type { Settings } from './settings/settings.js';
import { openStores } from './stores.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

/** The parts that a server is built from. Tests pass their own clock and ids. */
export interface ServiceOptions {
  home: Home;
  db: Database;
  secret: Secret;
  machine: Machine;
  settings: Settings;
  user: string;
  /** The URL of the server, known once it listens. */
  origin: () => string;
  log: FastifyBaseLogger;
  /** Milliseconds since 1970. */
  now?: () => number;
  newId?: () => string;
  /** The environment of the service, of which jobs inherit a part. */
  environment?: NodeJS.ProcessEnv;
}

/** The stores, and the services that work on them, which the routes use. */
export type Services = ReturnType<typeof buildServices>;

/** Creates the stores and the services, and passes to each what it depends on. */
export function buildServices(options: ServiceOptions) {
  const { home, db, log, secret, machine, settings, user, origin } = options;
  const { now = Date.now, newId = randomUUID, environment = process.env } = options;
  const workspace = LOCAL_WORKSPACE;
  const context: WorkspaceContext = { workspace, user, origin, now, newId };
  const report = (error: unknown, subject: string) => {
    log.error(error, subject);
  };

  const signatures = new Signatures(secret.key, now);
  const stores = openStores({ home, db, secret, origin, now, newId });
  const activeJob = (name: string) => {
    const job = stores.jobs.get(name);
    return job && !isTerminal(job.status) ? job : undefined;
  };
  const tokens = new Tokens(
    secret.key,
    now,
    user,
    ({ name, mark }) => activeJob(name)?.mark === mark
  );
  const { assets, documents, files, findAsset, registries } = stores;
  const disk = new DiskSpace({
    home,
    settings,
    report: error => {
      report(error, 'disk usage');
    }
  });
  const retention = new Retention({
    settings,
    removables: () => findRemovables({ ...stores, codes: assets.codes }),
    remove: path => stores.files.remove(path),
    now,
    report: error => {
      report(error, 'retention');
    }
  });
  const environmentCache = new EnvironmentCache(settings.environmentFolder || home.environments);
  const environmentRetention = new Retention({
    settings: { keepDays: settings.environmentDays, keepSize: settings.environmentSize },
    removables: () => findUnusedEnvironments(environmentCache, stores.jobs),
    remove: folder => environmentCache.discard(folder),
    now,
    report: error => {
      report(error, 'retention of environments');
    }
  });
  const longRunning = new LongRunning(context, stores.operations);
  const client = () => ({ home, origin: origin(), secret, tokens, workspace });
  const hasRegistry = (name: string) => registries.get(name) !== undefined;
  const computes = () => allComputes(documents.computes);
  const { processLimit } = settings;
  const findConnection = (name: string) => documents.connections.get(name)?.properties;
  const localPath = (uri: string) => dataPath(uri, stores.data);
  const sources = {
    ...{ findAsset, hasRegistry, computes, findConnection, localPath },
    ...{ now, newId, processLimit }
  };

  return {
    ...stores,
    ...jobServices({
      context,
      db,
      disk,
      environmentCache,
      home,
      machine,
      settings,
      stores,
      sources,
      client,
      environment,
      report
    }),
    activeJob,
    context,
    disk,
    environmentCache,
    retention,
    environmentRetention,
    tokens,
    sessions: new BrowserSessions(now),
    signatures,
    longRunning,
    uploads: new PendingUploads(context, files, signatures),
    client,
    computes,
    endpoints: endpointServices({
      ...sources,
      endpoints: stores.endpoints,
      longRunning,
      tokens,
      secret,
      user
    })
  };
}
