import { beforeEach, describe, expect, it } from 'vitest';
import { pipelineOf, TestPipelines } from './conductor.test-support.js';

describe('the conductor of pipelines', () => {
  let at: TestPipelines;
  beforeEach(() => {
    at = new TestPipelines();
  });

  it('stores every step with the pipeline and queues those without inputs from other steps', () => {
    at.create(pipelineOf({ a: undefined, b: 'a', c: undefined }));
    expect(at.jobs.get('p')).toMatchObject({ status: 'Running', compute: '' });
    expect(at.states()).toEqual({ a: 'Queued', b: 'NotStarted', c: 'Queued' });
    expect(at.step('a').parent).toEqual({ job: 'p', step: 'a' });
  });

  it('queues a step as soon as its inputs are written, and ends with the last one', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    at.finish('a');
    expect(at.states()).toEqual({ a: 'Completed', b: 'Queued' });
    expect(at.jobs.get('p')?.status).toBe('Running');
    at.finish('b');
    expect(at.jobs.get('p')?.status).toBe('Completed');
    expect(at.ended).toEqual(['p FINISHED']);
  });

  it('announces the end of each step, skipped ones included, and of the pipeline', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    at.finish('a', 'Failed');
    expect(at.announced).toEqual([at.step('a').name, at.step('b').name, 'p']);
  });

  it('creates a run for the pipeline and for each step that starts, for no other', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    at.finish('a', 'Failed');
    expect(at.runs).toEqual(['p', 'a']);
  });

  it("fails with the failed step's message, and says why another was not started", () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    at.finish('a', 'Failed');
    expect(at.jobs.get('p')).toMatchObject({
      status: 'Failed',
      error: {
        code: 'StepFailed',
        message: `The step 'a' (job ${at.step('a').name}) failed: It broke.`
      }
    });
    expect(at.step('b')).toMatchObject({
      status: 'Canceled',
      error: {
        code: 'StepSkipped',
        message: "The step 'b' was not started: it reads from the step 'a', which did not complete."
      }
    });
    expect(at.said).toContain(at.step('b').error?.message);
  });

  it('continues independent branches with continueOnStepFailure', () => {
    at.create(
      pipelineOf({ a: undefined, b: 'a', c: undefined, d: 'c' }, { continueOnStepFailure: true })
    );
    at.finish('a', 'Failed');
    at.finish('c');
    expect(at.states()).toEqual({ a: 'Failed', b: 'Canceled', c: 'Completed', d: 'Queued' });
    at.finish('d');
    expect(at.jobs.get('p')?.status).toBe('Failed');
  });

  it('cancels every step of a pipeline that is canceled', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    expect(at.families.cancel('p')).toBe(true);
    expect(at.states()).toEqual({ a: 'Canceled', b: 'Canceled' });
    expect(at.jobs.get('p')?.status).toBe('Canceled');
    expect(at.ended).toEqual(['p KILLED']);
  });

  it('skips a single step that is canceled before it starts; the runner cancels others', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    expect(at.families.cancel(at.step('b').name)).toBe(true);
    expect(at.states()).toEqual({ a: 'Queued', b: 'Canceled' });
    expect(at.families.cancel(at.step('a').name)).toBe(false);
  });

  it('continues after a restart with the changes made while no server was running', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    at.run('a', 'Completed');
    expect(at.states().b).toBe('NotStarted');
    at.families.recover();
    expect(at.states().b).toBe('Queued');
    at.run('b', 'Completed');
    at.families.recover();
    expect(at.jobs.get('p')?.status).toBe('Completed');
  });

  it('completes a cancellation that was interrupted by a crash', () => {
    at.create(pipelineOf({ a: undefined, b: 'a' }));
    at.jobs.move('p', 'CancelRequested');
    at.families.recover();
    expect(at.jobs.get('p')?.status).toBe('Canceled');
    expect(at.states()).toEqual({ a: 'Canceled', b: 'Canceled' });
  });

  it('stores nothing of a rejected pipeline', () => {
    expect(() => at.create(pipelineOf({ a: 'b', b: 'a' }))).toThrow('circle');
    expect(() =>
      at.create({ jobType: 'Pipeline', jobs: { a: { componentId: 'azureml:gone:1' } } })
    ).toThrow("The step 'a' runs the component 'azureml:gone:1', which is not in this workspace.");
    expect(at.jobs.get('p')).toBeUndefined();
    expect(at.jobs.list({ view: 'All', skip: 0, top: 10 })).toEqual([]);
  });

  it('shows the pipeline in the list of jobs, not its steps, and deletes them together', () => {
    at.create(pipelineOf({ a: undefined }));
    at.finish('a');
    const child = at.step('a').name;
    expect(at.jobs.list({ view: 'All', skip: 0, top: 10 }).map(job => job.name)).toEqual(['p']);
    at.jobs.delete('p');
    expect([at.jobs.get('p'), at.jobs.get(child)]).toEqual([undefined, undefined]);
  });

  it('completes a pipeline without steps at once', () => {
    expect(at.create({ jobType: 'Pipeline' })?.status).toBe('Completed');
  });
});
