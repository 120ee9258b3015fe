import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from 'libsql';
import { fail } from './errors/index.js';
import { Signatures } from './blobs/signature.js';
import { longUri } from './data/datastore-uri.js';
import { batchKind } from './endpoints/batch.js';
import { onlineKind } from './endpoints/online.js';
import { References } from './endpoints/references.js';
import { copyOutputs } from './families/copy-output.js';
import { Families } from './families/families.js';
import { writeFamilyLog } from './families/family-log.js';
import type { Home } from './home.js';
import { BrowserSessions } from './identity/browser-sessions.js';
import type { Secret } from './identity/secret.js';
import { Tokens } from './identity/tokens.js';
import { checkCommand, computeName } from './jobs/command-check.js';
import { allComputes, computeNamed } from './jobs/compute.js';
import { Deletion } from './jobs/deletion.js';
import { OutputAssets } from './jobs/output-assets.js';
import type { ClientSources } from './jobs/preparation/environment.js';
import { logFile, prepareJob } from './jobs/preparation/prepare.js';
import { Runner } from './jobs/runner.js';
import { logLimits } from './jobs/supervision/log-limits.js';
import { DiskSpace } from './limits/disk-space.js';
import { findRemovables } from './limits/removables.js';
import { Retention } from './limits/retention.js';
import type { Machine } from './machine.js';
import { Conductor } from './pipelines/conductor.js';
import { Reuse } from './pipelines/reuse.js';
import type { WorkspaceContext } from './protocol/context.js';
import { LongRunning } from './protocol/long-running.js';
import { tidy } from './protocol/tidy.js';
import { PendingUploads } from './resources/assets/pending-upload.js';
import { Scheduler } from './schedules/scheduler.js';
import type { Settings } from './settings/settings.js';
import type { StoredJob } from './store/jobs.js';
import { inTransaction } from './store/transaction.js';
import { openStores } from './stores.js';
import { planner } from './submissions/planner.js';
import { Submissions } from './submissions/submissions.js';
import { Sweeper } from './sweeps/sweeper.js';
import { TrialRuns } from './sweeps/trial-runs.js';
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

/** Wires the stores and what works on them together. */
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
  const sessions = new BrowserSessions(now);
  const signatures = new Signatures(secret.key, now);
  const stores = openStores({ home, db, secret, origin, now });
  const { assets, data, deleted, documents, files, findAsset, fingerprints } = stores;
  const { jobs, mentions, registries, remains, runs, schedules } = stores;
  const disk = new DiskSpace({
    home,
    settings: options.settings,
    report: error => {
      options.log.error(error, 'disk usage');
    }
  });
  const longRunning = new LongRunning(context, stores.operations);
  const uploads = new PendingUploads(context, files, signatures);
  const hasRegistry = (name: string) => registries.get(name) !== undefined;
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
  const outputAssets = new OutputAssets({
    assets,
    uriOf: (job, output) =>
      longUri(`azureml://jobs/${job}/outputs/${output}`, LOCAL_WORKSPACE, data.outputUri),
    report
  });
  const references = new References({ findAsset, hasRegistry, computes });
  const endpoints = {
    endpoints: stores.endpoints,
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
      if (status === 'FINISHED') outputAssets.register(job);
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
    register: (job, writer) => {
      outputAssets.register(job, writer);
    },
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
  const reuse = new Reuse(fingerprints, data);
  families.lead('Pipeline', new Conductor({ jobs, families, reuse }));
  const sources = { findAsset, hasRegistry, computes, now, newId };
  const sweeper = new Sweeper({
    jobs,
    families,
    runner,
    runs: new TrialRuns(runs),
    check: (naming, job) => checkCommand(naming, job, sources),
    slots: id => computeNamed(computes(), computeName(id))?.slots ?? 1,
    copyOutputs: (from, to) => copyOutputs(from, to, data),
    now,
    newId,
    report
  });
  families.lead('Sweep', sweeper);
  const plan = planner(sources);
  const together = (work: () => void) => {
    inTransaction(db, work);
  };
  const submissions = new Submissions({
    jobs,
    runner,
    families,
    plan,
    deleted,
    foldsCase: home.foldsCase,
    deletion: new Deletion({
      jobs,
      runs,
      fingerprints,
      deleted,
      mentions,
      files,
      outputUri: data.outputUri,
      together,
      now
    }),
    startRun,
    outputs: outputAssets,
    admit: count => {
      const { queueLimit } = options.settings;
      if (jobs.unended() + count > queueLimit) throw fail('TooManyJobs', { limit: queueLimit });
      disk.require();
    },
    together
  });
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
    removables: () => findRemovables({ remains, deleted, mentions, codes: assets.codes, files }),
    now,
    report: error => {
      options.log.error(error, 'retention');
    }
  });
  return {
    ...stores,
    context,
    disk,
    retention,
    tokens,
    sessions,
    signatures,
    longRunning,
    uploads,
    client,
    computes,
    endpoints,
    runner,
    families,
    sweeper,
    submissions,
    scheduler
  };
}

function derived(key: Buffer, purpose: string): Buffer {
  return createHmac('sha256', key).update(purpose).digest();
}
