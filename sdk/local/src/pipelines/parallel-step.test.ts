import { describe, expect, it } from 'vitest';
import type { CommandJob } from 'carry-ml/arm';
import type { ParallelRun } from '../jobs/parallel-run.js';
import type { ParallelComponent } from './component.js';
import { planSteps } from './plan.js';
import { readSteps } from './step.js';

const component: ParallelComponent = {
  type: 'parallel',
  task: {
    code: '/codes/c/versions/1',
    entry_script: 'score.py',
    environment: 'azureml:e:1',
    program_arguments: '--model ${{inputs.model}}',
    append_row_to: '${{outputs.scores}}'
  },
  input_data: '${{inputs.rows}}',
  inputs: {
    rows: { type: 'mltable', mode: 'direct' },
    model: { type: 'uri_folder', optional: true }
  },
  outputs: { scores: { type: 'uri_file' } }
};
const settings = {
  mini_batch_size: '10kb',
  partition_keys: '["shop", "brand"]',
  retry_settings: { max_retries: 1, timeout: 30 },
  resources: { instance_count: 2 }
};
const rows = { rows: { job_input_type: 'mltable', uri: 'azureml:sales:1' } };

/** The job of a step with this component. */
function plan(step: object, of: Partial<ParallelComponent> = {}, inputs = {}) {
  const [read] = readSteps({
    score: { type: 'parallel', componentId: 'c', inputs: rows, ...step }
  });
  if (!read) throw new Error('no step');
  const planned = { ...read, component: { ...component, ...of }, job: 'j' };
  const [job] = planSteps({ name: 'p', properties: { jobType: 'Pipeline', inputs } }, [planned]);
  return job as CommandJob & { parallel: ParallelRun };
}

describe('the job of a parallel step', () => {
  it('has the settings of the component', () => {
    expect(plan({}, settings as object)).toMatchObject({
      jobType: 'Command',
      codeId: '/codes/c/versions/1',
      environmentId: 'azureml:e:1',
      parallel: {
        entry_script: 'score.py',
        input_name: 'rows',
        input_type: 'mltable',
        append_row_to: '${{outputs.scores}}',
        mini_batch_size: '10kb',
        partition_keys: ['shop', 'brand'],
        max_retries: 1,
        timeout: 30,
        instance_count: 2
      }
    });
  });

  it('has the settings of the step where it has them too', () => {
    const own = { mini_batch_size: 5, retry_settings: { timeout: 90 }, error_threshold: 3 };
    expect(plan(own, settings as object).parallel).toMatchObject({
      mini_batch_size: '5',
      max_retries: 1,
      timeout: 90,
      error_threshold: 3
    });
  });

  it('fills settings that are bound to an input of the pipeline', () => {
    const job = plan(
      { mini_batch_size: '${{parent.inputs.size}}' },
      {},
      {
        size: { jobInputType: 'literal', value: '7' }
      }
    );
    expect(job.parallel.mini_batch_size).toBe('7');
  });

  it.each([
    ['max_concurrency_per_instance', '0'],
    ['error_threshold', '-5'],
    ['mini_batch_error_threshold', '1.5'],
    ['error_threshold', 'many']
  ])('refuses the %s %s', (field, given) => {
    expect(() => plan({ [field]: given })).toThrow(`${field} of the step 'score' is '${given}'`);
  });

  it.each([
    ['instance_count', 'resources', 0],
    ['max_retries', 'retry_settings', -1],
    ['timeout', 'retry_settings', 0]
  ])('refuses the %s of its %s that is out of range', (field, group, given) => {
    expect(() => plan({ [group]: { [field]: given } })).toThrow(`'${given}'`);
  });

  it('reads the split input from a path, whatever its mode', () => {
    expect(plan({}).inputs?.rows).toMatchObject({ uri: 'azureml:sales:1', mode: 'ReadOnlyMount' });
  });

  it('is refused without an input to split', () => {
    expect(() => plan({}, { input_data: '${{inputs.nothing}}' })).toThrow(
      "The input_data of the parallel step 'score' is '${{inputs.nothing}}', which is none of its inputs."
    );
  });
});
