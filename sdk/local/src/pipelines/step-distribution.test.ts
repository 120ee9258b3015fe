import { describe, expect, it } from 'vitest';
import { distributionOf } from './step-distribution.js';
import { readSteps, type Fields } from './step.js';

/** The distribution of a step with these fields, whose component has others. */
function of(fields: Fields, component: { distribution?: Fields; resources?: Fields } = {}) {
  const [step] = readSteps({ train: { componentId: 'azureml:train:1', ...fields } });
  if (!step) throw new Error('There is no step.');
  return distributionOf(step, {
    type: 'command',
    command: 'train',
    environment: 'azureml:e:1',
    ...component
  });
}

describe('the distribution of a step', () => {
  it('is converted from the names and texts of components to those of jobs', () => {
    const declared = {
      distribution: { type: 'pytorch', process_count_per_instance: '2' },
      resources: { instance_count: '3', instance_type: 'large' }
    };
    const expected = {
      distribution: { distributionType: 'pytorch', processCountPerInstance: 2 },
      resources: { instanceCount: 3, instanceType: 'large' }
    };
    expect(of({}, declared)).toEqual(expected);
    expect(of(declared)).toEqual(expected);
    expect(of(expected)).toEqual(expected);
  });

  it('of the step replaces that of its component, and its resources those that it names', () => {
    expect(
      of(
        {
          distribution: { type: 'tensorflow', worker_count: 4, parameter_server_count: 1 },
          resources: { instance_count: 2 }
        },
        {
          distribution: { type: 'mpi', process_count_per_instance: 8 },
          resources: { instance_count: 1, instance_type: 'large' }
        }
      )
    ).toEqual({
      distribution: { distributionType: 'tensorflow', workerCount: 4, parameterServerCount: 1 },
      resources: { instanceCount: 2, instanceType: 'large' }
    });
  });

  it('is none when neither says it', () => {
    expect(of({})).toEqual({});
  });

  it.each(['0', '1.5', 'all', ' '])('is refused with a count of %j', given => {
    expect(() =>
      of({ distribution: { type: 'pytorch', process_count_per_instance: given } })
    ).toThrow(`processCountPerInstance of the step 'train' is '${given}'`);
  });
});
