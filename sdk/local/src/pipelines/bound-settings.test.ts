import { describe, expect, it } from 'vitest';
import { fillSettings } from './bound-settings.js';
import type { PlannedStep } from './step-job.js';

const step: PlannedStep = {
  name: 'tune',
  componentId: 'azureml:train:1',
  component: { type: 'command', command: 'train', environment: 'azureml:e:1' },
  job: 'j',
  inputs: {},
  outputs: {},
  environmentVariables: {},
  distribution: {},
  resources: {}
};
const fill = (text: string) => text.replaceAll('${{parent.inputs.n}}', '7');

describe('the settings of a step', () => {
  it('are resolved wherever a sweep may refer to the inputs of its pipeline', () => {
    const sweep = {
      trial: '${{parent.inputs.n}}',
      limits: { max_total_trials: '${{parent.inputs.n}}', timeout: 60 },
      search_space: {
        rate: { type: 'uniform', min_value: 0.1, max_value: '${{parent.inputs.n}}' },
        kind: { type: 'choice', values: ['a', { depth: '${{parent.inputs.n}}' }] }
      }
    };
    expect(fillSettings({ ...step, sweep }, fill).sweep).toEqual({
      trial: '${{parent.inputs.n}}',
      limits: { max_total_trials: '7', timeout: 60 },
      search_space: {
        rate: { type: 'uniform', min_value: 0.1, max_value: '7' },
        kind: { type: 'choice', values: ['a', { depth: '7' }] }
      }
    });
  });

  it('include the numbers of its distribution and resources', () => {
    const bound = '${{parent.inputs.n}}';
    expect(
      fillSettings(
        {
          ...step,
          distribution: { type: 'PyTorch', process_count_per_instance: bound },
          resources: { instance_count: bound }
        },
        fill
      )
    ).toMatchObject({
      distribution: { type: 'PyTorch', process_count_per_instance: '7' },
      resources: { instance_count: '7' }
    });
  });

  it('include the compute, the time limit and the variables of any step; other placeholders of a variable are kept', () => {
    const bound = '${{parent.inputs.n}}';
    const environmentVariables = { N: `n=${bound}`, OWN: '${{inputs.x}}' };
    expect(
      fillSettings({ ...step, computeId: bound, timeout: bound, environmentVariables }, fill)
    ).toMatchObject({
      computeId: '7',
      timeout: '7',
      environmentVariables: { N: 'n=7', OWN: '${{inputs.x}}' }
    });
  });
});
