import { beforeEach, describe, expect, it } from 'vitest';
import type { PipelineJob } from 'carry-ml/arm';
import { component, TestPipelines } from './conductor.test-support.js';

describe('a pipeline with a pipeline as a step', () => {
  let at: TestPipelines;
  const reads = (step: string) => ({ i: { value: `\${{parent.jobs.${step}.outputs.o}}` } });
  beforeEach(() => {
    at = new TestPipelines();
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
    at.components.putVersion('inner', '1', { componentSpec }, 'ada');
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
    at.jobs.childrenOf(at.step('b').name).find(job => job.parent?.step === name)?.name ?? '';
  const end = (job: string, as: 'Completed' | 'Failed') => {
    at.jobs.move(job, 'Preparing');
    at.jobs.move(job, 'Running', { startedAt: 2 });
    at.jobs.move(job, as, { endedAt: 3 });
    at.families.settled(job);
  };

  it('runs its steps in order, and continues with its outputs', () => {
    at.create(outer());
    expect(at.states()).toEqual({ a: 'Queued', b: 'NotStarted', c: 'NotStarted' });
    at.finish('a');
    expect(at.states().b).toBe('Running');
    expect(at.jobs.get(inner('first'))).toMatchObject({ status: 'Queued' });
    expect(at.jobs.get(inner('first'))?.properties.inputs?.i?.uri).toBe(
      `azureml://jobs/${at.step('a').name}/outputs/o`
    );
    end(inner('first'), 'Completed');
    end(inner('last'), 'Completed');
    expect(at.states()).toEqual({ a: 'Completed', b: 'Completed', c: 'Queued' });
    const written = at.jobs.get(inner('last'))?.properties.outputs?.o?.uri;
    expect(written).toBe(
      `azureml://datastores/workspaceblobstore/paths/azureml/${at.step('b').name}/o`
    );
    expect(at.step('c').properties.inputs?.i?.uri).toBe(
      `azureml://jobs/${at.step('b').name}/outputs/o`
    );
    at.finish('c');
    expect(at.jobs.get('p')?.status).toBe('Completed');
  });

  it('fails like its step, and the outer pipeline names both', () => {
    at.create(outer());
    at.finish('a');
    end(inner('first'), 'Failed');
    expect(at.jobs.get(inner('last'))?.status).toBe('Canceled');
    expect(at.jobs.get('p')).toMatchObject({ status: 'Failed' });
    expect(at.jobs.get('p')?.error?.message).toMatch(
      /step 'b' .* failed: The step 'first' .* failed/
    );
  });

  it('is canceled and skipped with all its descendants', () => {
    at.create(outer());
    const below = () => [at.jobs.get(inner('first'))?.status, at.jobs.get(inner('last'))?.status];
    expect(below()).toEqual(['NotStarted', 'NotStarted']);
    at.families.cancel('p');
    expect(below()).toEqual(['Canceled', 'Canceled']);
    expect(at.jobs.get('p')?.status).toBe('Canceled');
  });

  it('is stopped while it runs, when the outer pipeline is canceled', () => {
    at.create(outer());
    at.finish('a');
    at.families.cancel('p');
    expect(at.states()).toEqual({ a: 'Completed', b: 'Canceled', c: 'Canceled' });
    expect(at.ended).toEqual([`${at.step('b').name} KILLED`, 'p KILLED']);
  });

  it('continues after a restart', () => {
    at.create(outer());
    at.run('a', 'Completed');
    at.families.recover();
    expect(at.jobs.get(inner('first'))?.status).toBe('Queued');
  });

  it('is rejected when it contains itself', () => {
    const again = { b: { type: 'pipeline', componentId: 'azureml:inner@latest' } };
    at.components.putVersion(
      'inner',
      '2',
      { componentSpec: { type: 'pipeline', jobs: again } },
      'ada'
    );
    expect(() => at.create({ jobType: 'Pipeline', jobs: again })).toThrow('contain itself');
    expect(at.jobs.get('p')).toBeUndefined();
  });
});
