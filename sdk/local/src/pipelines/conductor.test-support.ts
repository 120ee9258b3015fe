import LibsqlDatabase from 'libsql';
import { type JobBase, type JobStatus, parseDatastoreUri, type PipelineJob } from 'carry-ml/arm';
import { datastoreContainer } from '../data/datastore-container.js';
import { Families } from '../families/families.js';
import type { Naming } from '../jobs/plan-job.js';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/asset-store.js';
import { JobStore, type StoredJob } from '../store/job-store.js';
import { Conductor, type ConductorDeps } from './conductor.js';
import { planPipeline } from './plan-pipeline.js';

/** Takes a folder and puts one out. */
export const component = {
  type: 'command',
  command: 'run',
  environment: 'azureml:e:1',
  is_deterministic: false,
  inputs: { i: { type: 'uri_folder', optional: true } },
  outputs: { o: { type: 'uri_folder' } }
};

/** The account of the workspace, in which the declared datastore `lab` is, and that of the datastore `elsewhere`. */
const accounts: Record<string, string> = { lab: '127.0.0.1:1/local', elsewhere: 'acme' };

/** The container of the datastore in a URI. */
function localPath(uri: string): string | undefined {
  return datastoreContainer(parseDatastoreUri(uri)?.datastore ?? '', {
    declared: name =>
      accounts[name] === undefined
        ? undefined
        : {
            datastoreType: 'AzureBlob',
            accountName: accounts[name],
            containerName: name,
            credentials: { credentialsType: 'None' }
          },
    origin: () => 'https://127.0.0.1:1'
  });
}

/** A pipeline of steps by name with the one that each reads from, or none. */
export const pipelineOf = (
  reads: Record<string, string | undefined>,
  settings = {}
): PipelineJob => ({
  jobType: 'Pipeline',
  settings,
  jobs: Object.fromEntries(
    Object.entries(reads).map(([name, from]) => [
      name,
      {
        componentId: 'azureml:c:1',
        inputs: from ? { i: { value: `\${{parent.jobs.${from}.outputs.o}}` } } : {}
      }
    ])
  )
});

/** The conductor with its stores and without processes: a test determines itself how a job ends. */
export class TestPipelines {
  /** The fingerprint of each job that ran, and the outputs that were copied. */
  readonly done = new Map<string, string>();
  readonly fetched: string[] = [];
  readonly said: string[] = [];
  readonly runs: string[] = [];
  readonly ended: string[] = [];
  readonly announced: string[] = [];
  private readonly db = new LibsqlDatabase(':memory:');
  private time = 1_000;
  private ids = 0;
  private readonly now = () => this.time++;
  private readonly newId = () => `id-${this.ids++}`;
  readonly jobs = new JobStore(this.db);
  readonly components = new AssetStore(this.db, 'components', this.now);
  readonly families = new Families({
    jobs: this.jobs,
    runner: {
      wake: () => undefined,
      // Replaces the runner: nothing runs here, so a canceled job ends at once.
      cancel: name => {
        this.jobs.move(name, 'CancelRequested');
        this.jobs.move(name, 'Canceled', { endedAt: this.now() });
        this.families.settled(name);
      }
    },
    startRun: job => this.runs.push(job.parent?.step ?? job.name),
    register: () => undefined,
    endRun: (job, status) => this.ended.push(`${job} ${status}`),
    writeLog: (_pipeline, line) => this.said.push(line),
    onEnded: job => this.announced.push(job),
    now: this.now,
    report: error => {
      throw error;
    }
  });

  constructor() {
    this.components.putVersion('c', '1', { componentSpec: component }, 'ada');
    const { jobs, families, reuse } = this;
    families.setCoordinator(
      'Pipeline',
      new Conductor({ jobs, families, reuse, readValue: uri => `value of ${uri}` })
    );
  }

  plan = (naming: Naming, given: JobBase): [StoredJob, ...StoredJob[]] =>
    given.jobType === 'Pipeline'
      ? planPipeline(naming, given as PipelineJob, {
          findAsset: assetFinder({ components: this.components }, () => undefined),
          computes: () => [{ name: 'cpu', slots: 1 }],
          localPath,
          plan: this.plan,
          now: this.now,
          newId: this.newId
        })
      : [
          {
            name: naming.name,
            properties: given,
            status: 'Queued',
            compute: 'cpu',
            experiment: 'Default',
            createdBy: naming.by,
            createdAt: 1,
            mark: naming.name
          }
        ];

  create(properties: PipelineJob): StoredJob | undefined {
    const [pipeline, ...steps] = this.plan({ name: 'p', by: 'ada' }, properties);
    this.families.create(pipeline, steps);
    return this.jobs.get('p');
  }

  /** A step of the pipeline `p`, or of another one. */
  step(name: string, pipeline = 'p'): StoredJob {
    const found = this.jobs.childrenOf(pipeline).find(job => job.parent?.step === name);
    if (!found) throw new Error(`no step ${name}`);
    return found;
  }

  states(): Record<string, JobStatus> {
    const steps = this.jobs.childrenOf('p');
    return Object.fromEntries(steps.map(job => [job.parent?.step ?? '', job.status]));
  }

  /** Moves a queued job through the states of the runner, up to its end. */
  run(name: string, end: 'Completed' | 'Failed'): void {
    const job = this.step(name).name;
    this.jobs.move(job, 'Preparing');
    this.jobs.move(job, 'Running', { startedAt: 2 });
    this.jobs.move(job, end, {
      endedAt: 3,
      error: end === 'Failed' ? { code: 'ExecutionFailed', message: 'It broke.' } : undefined
    });
  }

  finish(name: string, end: 'Completed' | 'Failed' = 'Completed'): void {
    this.run(name, end);
    this.families.settled(this.step(name).name);
  }

  // Replaces the content of files: two steps are equal when their properties are equal.
  private get reuse(): ConductorDeps['reuse'] {
    return {
      fingerprint: ({ properties }) =>
        Promise.resolve(`${String(properties.command)} of ${properties.inputs?.i?.value ?? ''}`),
      remember: (step, fingerprint) => this.done.set(step.name, fingerprint),
      find: (_step, fingerprint) =>
        [...this.done].find(
          ([job, same]) => same === fingerprint && this.jobs.get(job)?.status === 'Completed'
        )?.[0],
      fetch: (from, step) => {
        this.fetched.push(`${from} -> ${step.name}`);
        return Promise.resolve();
      }
    };
  }
}
