import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobBase, JobStatus, PipelineJob } from '../../arm/job.js';
import { Families } from '../families/families.js';
import type { Naming } from '../families/plan-job.js';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/assets.js';
import { JobStore, type StoredJob } from '../store/jobs.js';
import { Conductor, type ConductorDeps } from './conductor.js';
import { planPipeline } from './plan-pipeline.js';

const component = {
  type: 'command',
  command: 'run',
  environment: 'azureml:e:1',
  is_deterministic: false,
  inputs: { i: { type: 'uri_folder', optional: true } },
  outputs: { o: { type: 'uri_folder' } }
};

/** A pipeline of steps by name with the one that each reads from, or none. */
const pipelineOf = (reads: Record<string, string | undefined>, settings = {}): PipelineJob => ({
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

describe('the conductor of pipelines', () => {
  let jobs: JobStore;
  let components: AssetStore;
  let families: Families;
  /** What each job that ran did, and what was put where a step was told to write. */
  let done: Map<string, string>;
  let fetched: string[];
  let said: string[];
  let runs: string[];
  let ended: string[];
  let time: number;
  let ids: number;
  const now = () => time++;
  const newId = () => `id-${ids++}`;

  beforeEach(() => {
    const db = new LibsqlDatabase(':memory:');
    time = 1_000;
    ids = 0;
    jobs = new JobStore(db);
    done = new Map();
    fetched = [];
    // Stands for the content of files: two steps do the same when their properties are the same.
    const reuse: ConductorDeps['reuse'] = {
      fingerprint: ({ properties }) =>
        Promise.resolve(`${String(properties.command)} of ${properties.inputs?.i?.value ?? ''}`),
      note: (step, fingerprint) => done.set(step.name, fingerprint),
      find: (_step, fingerprint) =>
        [...done].find(
          ([job, same]) => same === fingerprint && jobs.get(job)?.status === 'Completed'
        )?.[0],
      fetch: (from, step) => {
        fetched.push(`${from} -> ${step.name}`);
        return Promise.resolve();
      }
    };
    said = [];
    runs = [];
    ended = [];
    components = new AssetStore(db, 'components', now);
    components.putVersion('c', '1', { componentSpec: component }, 'ada');
    families = new Families({
      jobs,
      runner: {
        wake: () => undefined,
        // Stands for the runner: nothing runs here, so a job that is asked to stop has stopped.
        cancel: name => {
          jobs.move(name, 'CancelRequested');
          jobs.move(name, 'Canceled', { endedAt: now() });
          families.settled(name);
        }
      },
      startRun: job => runs.push(job.parent?.step ?? job.name),
      endRun: (job, status) => ended.push(`${job} ${status}`),
      say: (_pipeline, line) => said.push(line),
      now,
      report: error => {
        throw error;
      }
    });
    families.lead('Pipeline', new Conductor({ jobs, families, reuse }));
  });

  const plan = (naming: Naming, given: JobBase): [StoredJob, ...StoredJob[]] =>
    given.jobType === 'Pipeline'
      ? planPipeline(naming, given as PipelineJob, {
          findAsset: assetFinder({ components }, () => undefined),
          computes: () => [{ name: 'cpu', slots: 1 }],
          plan,
          now,
          newId
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
  const create = (properties: PipelineJob) => {
    const [pipeline, ...steps] = plan({ name: 'p', by: 'ada' }, properties);
    families.create(pipeline, steps);
    return jobs.get('p');
  };
  const step = (name: string) => {
    const found = jobs.childrenOf('p').find(job => job.parent?.step === name);
    if (!found) throw new Error(`no step ${name}`);
    return found;
  };
  const states = (): Record<string, JobStatus> =>
    Object.fromEntries(jobs.childrenOf('p').map(job => [job.parent?.step ?? '', job.status]));
  /** What the runner does with a queued job, up to its end. */
  const run = (name: string, end: 'Completed' | 'Failed') => {
    const job = step(name).name;
    jobs.move(job, 'Preparing');
    jobs.move(job, 'Running', { startedAt: 2 });
    jobs.move(job, end, {
      endedAt: 3,
      error: end === 'Failed' ? { code: 'ExecutionFailed', message: 'It broke.' } : undefined
    });
  };
  const finish = (name: string, end: 'Completed' | 'Failed' = 'Completed') => {
    run(name, end);
    families.settled(step(name).name);
  };

  it('stores every step with the pipeline and queues those that wait for nothing', () => {
    create(pipelineOf({ a: undefined, b: 'a', c: undefined }));
    expect(jobs.get('p')).toMatchObject({ status: 'Running', compute: '' });
    expect(states()).toEqual({ a: 'Queued', b: 'NotStarted', c: 'Queued' });
    expect(step('a').parent).toEqual({ job: 'p', step: 'a' });
  });

  it('takes a step through as soon as what it reads is written, and ends with the last one', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    finish('a');
    expect(states()).toEqual({ a: 'Completed', b: 'Queued' });
    expect(jobs.get('p')?.status).toBe('Running');
    finish('b');
    expect(jobs.get('p')?.status).toBe('Completed');
    expect(ended).toEqual(['p FINISHED']);
  });

  it('gives a run to the pipeline and to each step that starts, to no other', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    finish('a', 'Failed');
    expect(runs).toEqual(['p', 'a']);
  });

  it('fails by the failed step, in its words, and says why another was not started', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    finish('a', 'Failed');
    expect(jobs.get('p')).toMatchObject({
      status: 'Failed',
      error: {
        code: 'StepFailed',
        message: `The step 'a' (job ${step('a').name}) failed: It broke.`
      }
    });
    expect(step('b')).toMatchObject({
      status: 'Canceled',
      error: {
        code: 'StepSkipped',
        message: "The step 'b' was not started: it reads from the step 'a', which did not complete."
      }
    });
    expect(said).toContain(step('b').error?.message);
  });

  it('lets independent branches go on when asked to', () => {
    create(
      pipelineOf({ a: undefined, b: 'a', c: undefined, d: 'c' }, { continueOnStepFailure: true })
    );
    finish('a', 'Failed');
    finish('c');
    expect(states()).toEqual({ a: 'Failed', b: 'Canceled', c: 'Completed', d: 'Queued' });
    finish('d');
    expect(jobs.get('p')?.status).toBe('Failed');
  });

  it('cancels every step of a pipeline that is canceled', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    expect(families.cancel('p')).toBe(true);
    expect(states()).toEqual({ a: 'Canceled', b: 'Canceled' });
    expect(jobs.get('p')?.status).toBe('Canceled');
    expect(ended).toEqual(['p KILLED']);
  });

  it('skips a single step that is canceled before it starts, and leaves others to the runner', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    expect(families.cancel(step('b').name)).toBe(true);
    expect(states()).toEqual({ a: 'Queued', b: 'Canceled' });
    expect(families.cancel(step('a').name)).toBe(false);
  });

  it('goes on after a restart with what happened while no server ran', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    run('a', 'Completed');
    expect(states().b).toBe('NotStarted');
    families.recover();
    expect(states().b).toBe('Queued');
    run('b', 'Completed');
    families.recover();
    expect(jobs.get('p')?.status).toBe('Completed');
  });

  it('completes a cancel that a crash interrupted', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    jobs.move('p', 'CancelRequested');
    families.recover();
    expect(jobs.get('p')?.status).toBe('Canceled');
    expect(states()).toEqual({ a: 'Canceled', b: 'Canceled' });
  });

  it('stores nothing of a pipeline that is refused', () => {
    expect(() => create(pipelineOf({ a: 'b', b: 'a' }))).toThrow('circle');
    expect(() =>
      create({ jobType: 'Pipeline', jobs: { a: { componentId: 'azureml:gone:1' } } })
    ).toThrow("The step 'a' runs the component 'azureml:gone:1', which is not in this workspace.");
    expect(jobs.get('p')).toBeUndefined();
    expect(jobs.list({ view: 'All', skip: 0, top: 10 })).toEqual([]);
  });

  it('shows the pipeline in the list of jobs, not its steps, and deletes them together', () => {
    create(pipelineOf({ a: undefined }));
    finish('a');
    const child = step('a').name;
    expect(jobs.list({ view: 'All', skip: 0, top: 10 }).map(job => job.name)).toEqual(['p']);
    jobs.delete('p');
    expect([jobs.get('p'), jobs.get(child)]).toEqual([undefined, undefined]);
  });

  it('completes a pipeline without steps at once', () => {
    expect(create({ jobType: 'Pipeline' })?.status).toBe('Completed');
  });

  describe('with a pipeline as a step', () => {
    const reads = (step: string) => ({ i: { value: `\${{parent.jobs.${step}.outputs.o}}` } });
    beforeEach(() => {
      const { inputs, outputs } = component;
      const first = {
        componentId: 'azureml:c:1',
        inputs: { i: { value: '${{parent.inputs.i}}' } }
      };
      const last = {
        componentId: 'azureml:c:1',
        inputs: reads('first'),
        outputs: { o: '${{parent.outputs.o}}' }
      };
      const componentSpec = { type: 'pipeline', inputs, outputs, jobs: { first, last } };
      components.putVersion('inner', '1', { componentSpec }, 'ada');
    });
    const outer = (): PipelineJob => ({
      jobType: 'Pipeline',
      jobs: {
        a: { componentId: 'azureml:c:1' },
        b: { type: 'pipeline', componentId: 'azureml:inner:1', inputs: reads('a') },
        c: { componentId: 'azureml:c:1', inputs: reads('b') }
      }
    });
    const inner = (name: string) =>
      jobs.childrenOf(step('b').name).find(job => job.parent?.step === name)?.name ?? '';
    const end = (job: string, as: 'Completed' | 'Failed') => {
      jobs.move(job, 'Preparing');
      jobs.move(job, 'Running', { startedAt: 2 });
      jobs.move(job, as, { endedAt: 3 });
      families.settled(job);
    };

    it('runs its steps in their turn, and goes on with what it wrote', () => {
      create(outer());
      expect(states()).toEqual({ a: 'Queued', b: 'NotStarted', c: 'NotStarted' });
      finish('a');
      expect(states().b).toBe('Running');
      expect(jobs.get(inner('first'))).toMatchObject({ status: 'Queued' });
      expect(jobs.get(inner('first'))?.properties.inputs?.i?.uri).toBe(
        `azureml://jobs/${step('a').name}/outputs/o`
      );
      end(inner('first'), 'Completed');
      end(inner('last'), 'Completed');
      expect(states()).toEqual({ a: 'Completed', b: 'Completed', c: 'Queued' });
      const written = jobs.get(inner('last'))?.properties.outputs?.o?.uri;
      expect(written).toBe(
        `azureml://datastores/workspaceblobstore/paths/azureml/${step('b').name}/o`
      );
      expect(step('c').properties.inputs?.i?.uri).toBe(
        `azureml://jobs/${step('b').name}/outputs/o`
      );
      finish('c');
      expect(jobs.get('p')?.status).toBe('Completed');
    });

    it('fails as its step does, and the outer pipeline names both', () => {
      create(outer());
      finish('a');
      end(inner('first'), 'Failed');
      expect(jobs.get(inner('last'))?.status).toBe('Canceled');
      expect(jobs.get('p')).toMatchObject({ status: 'Failed' });
      expect(jobs.get('p')?.error?.message).toMatch(
        /step 'b' .* failed: The step 'first' .* failed/
      );
    });

    it('is canceled and skipped with all below it', () => {
      create(outer());
      const below = () => [jobs.get(inner('first'))?.status, jobs.get(inner('last'))?.status];
      expect(below()).toEqual(['NotStarted', 'NotStarted']);
      families.cancel('p');
      expect(below()).toEqual(['Canceled', 'Canceled']);
      expect(jobs.get('p')?.status).toBe('Canceled');
    });

    it('is stopped where it stands, when the outer pipeline is canceled', () => {
      create(outer());
      finish('a');
      families.cancel('p');
      expect(states()).toEqual({ a: 'Completed', b: 'Canceled', c: 'Canceled' });
      expect(ended).toEqual([`${step('b').name} KILLED`, 'p KILLED']);
    });

    it('goes on after a restart', () => {
      create(outer());
      run('a', 'Completed');
      families.recover();
      expect(jobs.get(inner('first'))?.status).toBe('Queued');
    });

    it('is refused when it contains itself', () => {
      const again = { b: { type: 'pipeline', componentId: 'azureml:inner@latest' } };
      components.putVersion(
        'inner',
        '2',
        { componentSpec: { type: 'pipeline', jobs: again } },
        'ada'
      );
      expect(() => create({ jobType: 'Pipeline', jobs: again })).toThrow('contain itself');
      expect(jobs.get('p')).toBeUndefined();
    });
  });

  describe('with steps that may be reused', () => {
    beforeEach(() => {
      const steady = { ...component, is_deterministic: true };
      components.putVersion('steady', '1', { componentSpec: steady }, 'ada');
    });
    const begin = async (name: string, settings = {}, i = 'same') => {
      const jobs = {
        a: { componentId: 'azureml:steady:1', inputs: { i } },
        b: { componentId: 'azureml:c:1' }
      };
      const [pipeline, ...steps] = plan(
        { name, by: 'ada' },
        { jobType: 'Pipeline', settings, jobs }
      );
      families.create(pipeline, steps);
      await vi.waitFor(() => expect(a(name).status).not.toBe('NotStarted'));
    };
    const a = (pipeline: string) => {
      const found = jobs.childrenOf(pipeline).find(job => job.parent?.step === 'a');
      if (!found) throw new Error('no step a');
      return found;
    };
    const first = async () => {
      await begin('first');
      const { name } = a('first');
      jobs.move(name, 'Preparing');
      jobs.move(name, 'Running');
      jobs.move(name, 'Completed', { endedAt: 3 });
      return name;
    };

    it('does not run one again that does the same, and names the job that did it', async () => {
      const before = await first();
      await begin('p');
      expect(a('p')).toMatchObject({
        status: 'Completed',
        properties: {
          properties: { 'azureml.isreused': 'true', 'azureml.reusedrunid': before }
        }
      });
      expect(fetched).toEqual([`${before} -> ${a('p').name}`]);
      expect(ended).toContain(`${a('p').name} FINISHED`);
      expect(said).toContain(`The step 'a' is not run: job ${before} has done the same.`);
      finish('b');
      expect(jobs.get('p')?.status).toBe('Completed');
    });

    it('runs what has another input, and what is told to run in any case', async () => {
      await first();
      await begin('other', {}, 'different');
      expect(a('other').status).toBe('Queued');
      await begin('forced', { force_rerun: true });
      expect(a('forced').status).toBe('Queued');
    });

    it('runs what may put out something else each time', async () => {
      await begin('first');
      const b = jobs.childrenOf('first').find(job => job.parent?.step === 'b')?.name ?? '';
      expect(done.has(a('first').name)).toBe(true);
      expect(done.has(b)).toBe(false);
    });

    it('starts nothing of a pipeline that was canceled while its input was read', async () => {
      const [pipeline, ...steps] = plan(
        { name: 'p', by: 'ada' },
        { jobType: 'Pipeline', jobs: { a: { componentId: 'azureml:steady:1' } } }
      );
      families.create(pipeline, steps);
      families.cancel('p');
      await families.close();
      expect([jobs.get('p')?.status, a('p').status, runs]).toEqual(['Canceled', 'Canceled', ['p']]);
    });
  });
});
