import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from 'libsql';
import { fail } from '../arm/errors.js';
import { BlobFiles } from './blobs/blob-files.js';
import { Signatures } from './blobs/signature.js';
import { batchKind } from './endpoints/batch.js';
import { onlineKind } from './endpoints/online.js';
import { References } from './endpoints/references.js';
import type { Home } from './home.js';
import { Seal } from './identity/seal.js';
import type { Secret } from './identity/secret.js';
import { Tokens } from './identity/tokens.js';
import { checkCommand, computeName } from './jobs/command-check.js';
import { allComputes } from './jobs/compute.js';
import type { DataSources } from './jobs/data-path.js';
import type { ClientSources } from './jobs/environment.js';
import { logLimits } from './jobs/log-limits.js';
import { logFile, prepareJob } from './jobs/prepare.js';
import { Runner } from './jobs/runner.js';
import { Submissions } from './jobs/submissions.js';
import type { Machine } from './machine.js';
import { DiskSpace } from './limits/disk-space.js';
import { findRemovables } from './limits/removables.js';
import { Retention } from './limits/retention.js';
import { RunStore } from './mlflow/runs.js';
import { inTransaction } from './mlflow/transaction.js';
import { copyOutputs } from './families/copy-output.js';
import { Families } from './families/families.js';
import { writeFamilyLog } from './families/family-log.js';
import { outputUri } from './families/output-uri.js';
import { planner } from './families/planner.js';
import { Conductor } from './pipelines/conductor.js';
import { Reuse } from './pipelines/reuse.js';
import type { WorkspaceContext } from './resources/context.js';
import { LongRunning } from './resources/long-running.js';
import { PendingUploads } from './resources/pending-upload.js';
import { tidy } from './resources/tidy.js';
import type { DeclaredCompute } from './schemas/compute.js';
import type { Connection } from './schemas/connection.js';
import type { DeclaredDatastore } from './schemas/datastore.js';
import type { Settings } from './settings/settings.js';
import { Scheduler } from './schedules/scheduler.js';
import { assetFinder } from './store/asset-finder.js';
import type { WorkspaceFacts } from './schemas/workspace.js';
import { AssetStore } from './store/assets.js';
import { DocumentStore } from './store/documents.js';
import { EndpointStore } from './store/endpoints.js';
import { FingerprintStore } from './store/fingerprints.js';
import { Remains } from './store/remains.js';
import { JobStore, type StoredJob } from './store/jobs.js';
import { ModelStore } from './store/models.js';
import { OperationStore } from './store/operations.js';
import { ModelAssets } from './store/model-assets.js';
import { Sweeper } from './sweeps/sweeper.js';
import { TrialRuns } from './sweeps/trial-runs.js';
import { RegistryStore } from './store/registries.js';
import { ScheduleStore } from './store/schedules.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

/** What a server is built from; time and ids can be given for tests. */
export interface ServiceOptions {
  home: Home;
  db: Database;
  secret: Secret;
  machine: Machine;
  settings: Settings;
  user: string;
  /** Known once the server listens. */
  origin: () => string;
  log: FastifyBaseLogger;
  now?: () => number;
  newId?: () => string;
  /** What jobs inherit. */
  environment?: NodeJS.ProcessEnv;
}

/** Everything with a life behind the routes. */
export type Services = ReturnType<typeof buildServices>;

/** Wires stores, signatures and the runner together. */
export function buildServices(options: ServiceOptions) {
  const { home, db, secret, origin } = options;
  const context: WorkspaceContext = {
    workspace: LOCAL_WORKSPACE,
    user: options.user,
    origin,
    now: options.now ?? Date.now,
    newId: options.newId ?? randomUUID
  };
  const { now, newId } = context;
  const tokens = new Tokens(secret.key, now, options.user);
  const signatures = new Signatures(secret.key, now);
  const files = new BlobFiles(home.blobs, db);
  const models = new ModelStore(db, now);
  const assets = {
    codes: new AssetStore(db, 'codes', now),
    data: new AssetStore(db, 'data', now),
    environments: new AssetStore(db, 'environments', now),
    components: new AssetStore(db, 'components', now),
    models: new ModelAssets(models)
  };
  const features = {
    featuresets: new AssetStore(db, 'featuresets', now),
    featurestoreEntities: new AssetStore(db, 'featurestoreEntities', now)
  };
  const disk = new DiskSpace({
    home,
    settings: options.settings,
    report: error => {
      options.log.error(error, 'disk usage');
    }
  });
  const seal = new Seal(secret.key);
  const documents = {
    datastores: new DocumentStore<DeclaredDatastore>(db, 'datastores', now, seal),
    computes: new DocumentStore<DeclaredCompute>(db, 'computes', now, seal),
    connections: new DocumentStore<Connection>(db, 'connections', now, seal),
    workspace: new DocumentStore<WorkspaceFacts>(db, 'workspace', now)
  };
  const operations = new OperationStore(db, now);
  const longRunning = new LongRunning(context, operations);
  const uploads = new PendingUploads(context, files, signatures);
  const registries = new RegistryStore(db, now);
  const findAsset = assetFinder(assets, name => registries.get(name) && registries.assets(name));
  const hasRegistry = (name: string) => registries.get(name) !== undefined;
  const runs = new RunStore(db, now);
  const jobs = new JobStore(db);
  const data: DataSources = {
    blobs: files,
    findAsset,
    origin,
    declared: name => documents.datastores.get(name)?.properties,
    outputUri: (job, output) => outputUri(jobs, job, output)
  };
  const client = (): ClientSources => ({
    home,
    origin: origin(),
    secret,
    tokens,
    workspace: LOCAL_WORKSPACE
  });
  const computes = () => allComputes(documents.computes);
  const report = (error: unknown, job: string) => {
    options.log.error(error, `job ${job}`);
  };
  const references = new References({ findAsset, hasRegistry, computes });
  const endpoints = {
    endpoints: new EndpointStore(db, now, seal),
    kinds: { online: onlineKind(references), batch: batchKind(references) },
    longRunning,
    tokens,
    // Signed with another key: what opens an endpoint must not open the workspace.
    endpointTokens: new Tokens(derived(secret.key, 'endpoints'), now, options.user),
    random: Math.random
  };
  const runner = new Runner({
    jobs,
    folder: home.jobs,
    computes,
    prepare: (job, folder) => {
      disk.require();
      return prepareJob(job, folder, {
        data,
        machine: options.machine,
        client,
        inherited: options.environment ?? process.env
      });
    },
    logOf: job => logFile(data, job),
    logLimits: logLimits(options.settings.logLimit),
    onEnd: (job, status, at) => {
      runs.finish(job.name, status, at);
    },
    onSettled: job => {
      families.settled(job.name);
    },
    now,
    report
  });
  const startRun = (job: StoredJob) => {
    runs.create({
      runId: job.name,
      experimentName: job.experiment,
      runName: job.properties.displayName ?? job.name,
      userId: job.createdBy,
      startTime: job.createdAt,
      tags: {
        'mlflow.source.type': 'JOB',
        'azureml.jobName': job.name,
        ...(job.parent ? { 'mlflow.parentRunId': job.parent.job } : {}),
        ...job.properties.tags
      }
    });
  };
  const families: Families = new Families({
    jobs,
    runner,
    startRun,
    endRun: (job, status, at) => {
      runs.finish(job, status, at);
    },
    say: (job, line) => {
      const type = jobs.get(job)?.properties.jobType ?? '';
      try {
        writeFamilyLog(files, { name: job, type }, line, now());
      } catch (error) {
        // A full disk must not stop the job: its state is in the database, the log only tells of it.
        report(error, job);
      }
    },
    now,
    report
  });
  const reuse = new Reuse(new FingerprintStore(db), data);
  families.lead('Pipeline', new Conductor({ jobs, families, reuse }));
  const sources = { findAsset, hasRegistry, computes, now, newId };
  const sweeper = new Sweeper({
    jobs,
    families,
    runner,
    runs: new TrialRuns(runs),
    check: (naming, job) => checkCommand(naming, job, sources),
    slots: id => computes().find(({ name }) => name === computeName(id))?.slots ?? 1,
    copyOutputs: (from, to) => copyOutputs(from, to, data),
    now,
    newId,
    report
  });
  families.lead('Sweep', sweeper);
  const plan = planner(sources);
  const submissions = new Submissions({
    jobs,
    runner,
    families,
    plan,
    startRun,
    admit: count => {
      const { queueLimit } = options.settings;
      if (jobs.unended() + count > queueLimit) throw fail('TooManyJobs', { limit: queueLimit });
      disk.require();
    },
    together: work => {
      inTransaction(db, work);
    }
  });
  const schedules = new ScheduleStore(db, now);
  const scheduler = new Scheduler({
    schedules,
    findJob: name => jobs.get(name),
    verify: job => {
      plan({ name: 'verified', by: context.user }, tidy(job));
    },
    submit: (name, job, by) => {
      submissions.put(name, job, by);
    },
    now,
    report: error => {
      options.log.error(error, 'schedules');
    }
  });
  const retention = new Retention({
    settings: options.settings,
    removables: () => findRemovables(new Remains(db), assets.codes, files),
    now,
    report: error => {
      options.log.error(error, 'retention');
    }
  });
  return {
    context,
    disk,
    retention,
    tokens,
    signatures,
    files,
    assets,
    features,
    documents,
    operations,
    longRunning,
    models,
    registries,
    uploads,
    runs,
    jobs,
    data,
    client,
    computes,
    endpoints,
    runner,
    families,
    sweeper,
    submissions,
    schedules,
    scheduler
  };
}

function derived(key: Buffer, purpose: string): Buffer {
  return createHmac('sha256', key).update(purpose).digest();
}
