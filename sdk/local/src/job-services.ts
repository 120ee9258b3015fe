import type { Database } from 'libsql';
import { copyModel } from './automl/copy-model.js';
import { Searcher } from './automl/searcher.js';
import { TrialScores } from './automl/trial-scores.js';
import { longUri } from './data/datastore-uri.js';
import type { EnvironmentCache } from './environments/environment-cache.js';
import { ContainerEnvironments } from './environments/containers/container-environments.js';
import { JobEnvironments } from './environments/job-environments.js';
import { copyOutputs } from './families/copy-output.js';
import { Families } from './families/families.js';
import { writeFamilyLog } from './families/family-log.js';
import type { Home } from './home.js';
import { checkCommand, computeName, type CommandSources } from './jobs/command-check.js';
import { computeNamed } from './jobs/compute.js';
import { Deletion } from './jobs/deletion.js';
import { JobEnds } from './jobs/job-ends.js';
import { OutputAssets } from './jobs/output-assets.js';
import type { ClientSources } from './jobs/preparation/environment.js';
import { containerVariables, inheritedVariables } from './jobs/preparation/inherited-variables.js';
import { logFile, prepareJob } from './jobs/preparation/prepare.js';
import { Runner } from './jobs/runner.js';
import { findContainment } from './jobs/supervision/containment.js';
import { logLimits } from './jobs/supervision/log-limits.js';
import { admitJobs } from './limits/admission.js';
import type { DiskSpace } from './limits/disk-space.js';
import { pathFolders, type Machine } from './machine.js';
import { createJobRun } from './mlflow/runs/job-run.js';
import { Conductor } from './pipelines/conductor.js';
import { Reuse } from './pipelines/reuse.js';
import { readValue } from './pipelines/written-values.js';
import type { WorkspaceContext } from './protocol/context.js';
import { normalise } from './protocol/normalise.js';
import { Scheduler } from './schedules/scheduler.js';
import type { Settings } from './settings/settings.js';
import type { StoredJob } from './store/job-store.js';
import { inTransaction } from './store/transaction.js';
import type { Stores } from './stores.js';
import { planner } from './submissions/planner.js';
import { Submissions } from './submissions/submissions.js';
import { Sweeper } from './sweeps/sweeper.js';
import { TrialRuns } from './sweeps/trial-runs.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

export interface JobServiceDeps {
  context: WorkspaceContext;
  db: Database;
  disk: DiskSpace;
  environmentCache: EnvironmentCache;
  home: Home;
  machine: Machine;
  settings: Settings;
  stores: Stores;
  /** The assets and computes that a job may name. */
  sources: CommandSources;
  client: () => ClientSources;
  /** The environment of the service, of which jobs inherit a part. */
  environment: NodeJS.ProcessEnv;
  /** Logs an error; `subject` says what the server was working on. */
  report: (error: unknown, subject: string) => void;
}

/** Creates everything that accepts, runs and schedules jobs. */
export function jobServices(deps: JobServiceDeps) {
  const reportJob = (error: unknown, job: string) => {
    deps.report(error, `job ${job}`);
  };
  const startRun = (job: StoredJob) => {
    createJobRun(deps.stores.runs, job);
  };
  const parts = {
    ...deps,
    reportJob,
    startRun,
    ends: new JobEnds(),
    outputAssets: outputAssets(deps, reportJob)
  };
  // The runner reports each ended job to the families, which in turn start and cancel jobs through the runner.
  const runner = createRunner(parts, job => {
    families.settled(job);
  });
  const families: Families = createFamilies(parts, runner);
  families.setCoordinator('Pipeline', createConductor(deps, families));
  const sweeper = createSweeper(parts, runner, families);
  families.setCoordinator('Sweep', sweeper);
  const searcher = createSearcher(parts, runner, families);
  families.setCoordinator('AutoML', searcher);
  const submissions = createSubmissions(parts, runner, families);
  const scheduler = createScheduler(deps, submissions);
  return { runner, families, searcher, sweeper, submissions, scheduler };
}

interface Parts extends JobServiceDeps {
  outputAssets: OutputAssets;
  reportJob: (error: unknown, job: string) => void;
  /** Creates the MLflow run of a job. */
  startRun: (job: StoredJob) => void;
  ends: JobEnds;
}

function outputAssets({ stores }: JobServiceDeps, report: Parts['reportJob']): OutputAssets {
  const { assets, data } = stores;
  return new OutputAssets({
    assets,
    uriOf: (job, output) =>
      longUri(`azureml://jobs/${job}/outputs/${output}`, LOCAL_WORKSPACE, data.outputUri),
    report
  });
}

function createRunner(parts: Parts, onSettled: (job: string) => void): Runner {
  const { client, disk, environmentCache, home, machine, outputAssets, settings, sources, stores } =
    parts;
  const { data, jobs, logSecrets, runs } = stores;
  const inherited = inheritedVariables(parts.environment, settings.jobVariables);
  const inheritedByContainers = containerVariables(parts.environment, settings.jobVariables);
  const environments = new JobEnvironments({
    cache: environmentCache,
    data,
    machine,
    isBuilding: settings.environments !== 'machine',
    containers: settings.environments === 'containers' ? containers(parts) : undefined,
    environment: inherited
  });
  const record = (name: string, facts: Record<string, string>) => {
    const properties = jobs.get(name)?.properties;
    if (properties)
      jobs.update(name, { ...properties, properties: { ...properties.properties, ...facts } });
  };
  const runOf = (job: StoredJob) => ({
    root: jobs.rootOf(job),
    experimentId: runs.find(job.name)?.experimentId ?? ''
  });
  return new Runner({
    jobs,
    folder: home.jobs,
    secrets: {
      keep: (job, variables) => {
        logSecrets.keep(job, variables);
      },
      removeFromLogs: (log, job) =>
        logSecrets.removeFromLogs(log, job, folder => data.blobs.isOwn(folder))
    },
    computes: sources.computes,
    prepare: (job, folder, signal) => {
      disk.require();
      return prepareJob(job, folder, {
        data,
        environments,
        client,
        inherited,
        inheritedByContainers,
        runOf,
        record,
        logLimit: settings.logLimit,
        signal
      });
    },
    preparing: job => environments.stepOf(job),
    logOf: job => logFile(data, job),
    logLimits: logLimits(settings.logLimit),
    containment: findContainment,
    onEnd: (job, status, at) => {
      if (status === 'FINISHED') outputAssets.register(job);
      runs.finish(job.name, status, at);
    },
    onSettled: job => {
      onSettled(job.name);
    },
    now: sources.now,
    report: parts.reportJob
  });
}

function containers({ environment, stores }: Parts): ContainerEnvironments {
  const folders = pathFolders(environment.PATH ?? '');
  return new ContainerEnvironments({ data: stores.data, environment, folders });
}

function createFamilies(parts: Parts, runner: Runner): Families {
  const { ends, outputAssets, reportJob: report, startRun } = parts;
  const { jobs, runs } = parts.stores;
  const { now } = parts.sources;
  return new Families({
    jobs,
    runner,
    startRun,
    register: (job, writer) => {
      outputAssets.register(job, writer);
    },
    endRun: (job, status, at) => {
      runs.finish(job, status, at);
    },
    writeLog: familyLog(parts),
    onEnded: job => {
      ends.announce(job);
    },
    now,
    report
  });
}

function familyLog({ reportJob, sources, stores }: Parts): (job: string, line: string) => void {
  return (job, line) => {
    const type = stores.jobs.get(job)?.properties.jobType ?? '';
    try {
      writeFamilyLog(stores.files, { name: job, type }, line, sources.now());
    } catch (error) {
      // A full disk must not stop the job: its state is in the database, the log only describes it.
      reportJob(error, job);
    }
  };
}

function createConductor({ stores }: JobServiceDeps, families: Families): Conductor {
  const { data, fingerprints, jobs } = stores;
  return new Conductor({
    jobs,
    families,
    reuse: new Reuse(fingerprints, data),
    readValue: uri => readValue(uri, data)
  });
}

function createSweeper(parts: Parts, runner: Runner, families: Families): Sweeper {
  const { sources, stores } = parts;
  return new Sweeper({
    jobs: stores.jobs,
    families,
    runner,
    runs: new TrialRuns(stores.runs),
    check: (naming, job) => checkCommand(naming, job, sources),
    slots: id => computeNamed(sources.computes(), computeName(id))?.slots ?? 1,
    copyOutputs: (from, to) => copyOutputs(from, to, stores.data),
    now: sources.now,
    newId: sources.newId,
    report: parts.reportJob
  });
}

function createSearcher(parts: Parts, runner: Runner, families: Families): Searcher {
  const { sources, stores } = parts;
  return new Searcher({
    jobs: stores.jobs,
    families,
    runner,
    scores: new TrialScores(stores.runs),
    check: (naming, job) => checkCommand(naming, job, sources),
    copyModel: (trial, to) => copyModel(trial, to, stores.data),
    writeLog: familyLog(parts),
    now: sources.now,
    newId: sources.newId,
    report: parts.reportJob
  });
}

function createSubmissions(parts: Parts, runner: Runner, families: Families): Submissions {
  const { db, disk, ends, home, outputAssets, settings, sources, startRun, stores } = parts;
  const { data, deleted, jobs } = stores;
  const together = (work: () => void) => {
    inTransaction(db, work);
  };
  return new Submissions({
    jobs,
    runner,
    families,
    plan: planner(sources),
    deleted,
    foldsCase: home.foldsCase,
    deletion: new Deletion({ ...stores, outputUri: data.outputUri, together, now: sources.now }),
    ends,
    startRun,
    outputs: outputAssets,
    admit: count => {
      admitJobs(count, { jobs, disk, settings });
    },
    together
  });
}

function createScheduler(deps: JobServiceDeps, submissions: Submissions): Scheduler {
  const { context, sources, stores } = deps;
  const plan = planner(sources);
  return new Scheduler({
    schedules: stores.schedules,
    findJob: name => stores.jobs.get(name),
    verify: job => {
      plan({ name: 'verified', by: context.user }, normalise(job));
    },
    submit: (name, job, by) => {
      submissions.put(name, job, by);
    },
    now: sources.now,
    report: error => {
      deps.report(error, 'schedules');
    }
  });
}
