import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandJob, JobStatus, PipelineJob } from '../../arm/job.js';
import { AssetStore } from '../store/assets.js';
import { JobStore, type StoredJob } from '../store/jobs.js';
import { Conductor } from './conductor.js';

const component = {
  type: 'command',
  command: 'run',
  environment: 'azureml:e:1',
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
  let conductor: Conductor;
  let said: string[];
  let runs: string[];
  let ended: string[];

  beforeEach(() => {
    const db = new LibsqlDatabase(':memory:');
    let time = 1_000;
    let ids = 0;
    const now = () => time++;
    jobs = new JobStore(db);
    said = [];
    runs = [];
    ended = [];
    const components = new AssetStore(db, 'components', now);
    components.putVersion('c', '1', { componentSpec: component }, 'ada');
    conductor = new Conductor({
      jobs,
      runner: {
        wake: () => undefined,
        // Stands for the runner: nothing runs here, so a job that is asked to stop has stopped.
        cancel: name => {
          jobs.move(name, 'CancelRequested');
          jobs.move(name, 'Canceled', { endedAt: now() });
          conductor.settled(name);
        }
      },
      components,
      startRun: job => runs.push(job.parent?.step ?? job.name),
      endRun: (job, status) => ended.push(`${job} ${status}`),
      say: (_pipeline, line) => said.push(line),
      now,
      newId: () => `id-${ids++}`
    });
  });

  const check = (name: string, job: CommandJob): StoredJob => ({
    name,
    properties: job,
    status: 'Queued',
    compute: 'cpu',
    experiment: 'Default',
    createdBy: 'ada',
    createdAt: 1,
    mark: name
  });
  const create = (properties: PipelineJob) =>
    conductor.create({ name: 'p', properties, by: 'ada' }, check);
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
    conductor.settled(step(name).name);
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
    expect(conductor.cancel('p')).toBe(true);
    expect(states()).toEqual({ a: 'Canceled', b: 'Canceled' });
    expect(jobs.get('p')?.status).toBe('Canceled');
    expect(ended).toEqual(['p KILLED']);
  });

  it('skips a single step that is canceled before it starts, and leaves others to the runner', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    expect(conductor.cancel(step('b').name)).toBe(true);
    expect(states()).toEqual({ a: 'Queued', b: 'Canceled' });
    expect(conductor.cancel(step('a').name)).toBe(false);
  });

  it('goes on after a restart with what happened while no server ran', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    run('a', 'Completed');
    expect(states().b).toBe('NotStarted');
    conductor.recover();
    expect(states().b).toBe('Queued');
    run('b', 'Completed');
    conductor.recover();
    expect(jobs.get('p')?.status).toBe('Completed');
  });

  it('completes a cancel that a crash interrupted', () => {
    create(pipelineOf({ a: undefined, b: 'a' }));
    jobs.move('p', 'CancelRequested');
    conductor.recover();
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
    expect(create({ jobType: 'Pipeline' }).status).toBe('Completed');
  });
});
