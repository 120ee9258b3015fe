import { describe, expect, it } from 'vitest';
import { readSteps } from './step.js';

describe('a step of a pipeline', () => {
  it('is read in snake case and in camel case', () => {
    const snake = {
      component_id: 'azureml:c:1',
      environment_variables: { A: 1 },
      display_name: 'one',
      limits: { timeout: 'PT1M', job_limits_type: 'Command' },
      inputs: { d: { uri: 'azureml:d:1', job_input_type: 'uri_file' } }
    };
    const camel = {
      componentId: 'azureml:c:1',
      environmentVariables: { A: '1' },
      displayName: 'one',
      limits: { timeout: 'PT1M' },
      inputs: { d: { uri: 'azureml:d:1', jobInputType: 'uri_file' } }
    };
    expect(readSteps({ one: snake })).toEqual(readSteps({ one: camel }));
    expect(readSteps({ one: snake })[0]).toMatchObject({
      componentId: 'azureml:c:1',
      environmentVariables: { A: '1' },
      timeout: 'PT1M',
      inputs: { d: { jobInputType: 'uri_file', uri: 'azureml:d:1' } }
    });
  });

  it('reads a plain value as a literal input', () => {
    expect(readSteps({ one: { componentId: 'c', inputs: { n: 3 } } })[0]?.inputs.n).toEqual({
      jobInputType: 'literal',
      value: '3'
    });
  });

  it('is rejected without a component, and when the workspace does not run its type', () => {
    expect(() => readSteps({ one: {} })).toThrow("The step 'one' has no componentId.");
    expect(() => readSteps({ one: { type: 'spark', componentId: 'c' } })).toThrow(
      "pipeline steps of type spark, such as the step 'one'"
    );
  });
});
