import { describe, expect, it } from 'vitest';
import { findComponent } from './component.js';

const find = (environment: string) => {
  const componentSpec = { type: 'command', command: 'true', environment, code: environment };
  const found = findComponent('c', 'step', () => ({ properties: { componentSpec } }) as never);
  return found.type === 'command' ? [found.environment, found.code] : [];
};

describe('the component of a step', () => {
  it.each([
    [
      'azureml:/subscriptions/s/x/environments/e/versions/1',
      '/subscriptions/s/x/environments/e/versions/1'
    ],
    [
      'azureml://registries/r/environments/e/labels/latest',
      'azureml://registries/r/environments/e/labels/latest'
    ],
    [
      'azureml:azureml://registries/r/environments/e/versions/1',
      'azureml://registries/r/environments/e/versions/1'
    ],
    [
      'azureml://locations/l/workspaces/w/environments/e/versions/1',
      'azureml://locations/l/workspaces/w/environments/e/versions/1'
    ],
    ['azureml:e:1', 'azureml:e:1'],
    ['azureml:e@latest', 'azureml:e@latest'],
    ['/subscriptions/s/x/environments/e/versions/1', '/subscriptions/s/x/environments/e/versions/1']
  ])('has %s as a job has it', (given, plain) => {
    expect(find(given)).toEqual([plain, plain]);
  });

  it('may be of a registry that is not here, such as one of Azure: the error says how to bring it', () => {
    const id = 'azureml://registries/azureml/components/evaluates/labels/latest';
    expect(() => findComponent(id, 'judge', () => undefined)).toThrow(
      "The step 'judge' runs the component 'evaluates' of the registry 'azureml', which the local workspace does not have. Create a local registry 'azureml'"
    );
  });

  it('runs a function over mini-batches, and no other task', () => {
    const parallel = (type?: string) => {
      const task = {
        type,
        entry_script: 'score.py',
        model: 'azureml:m:1',
        environment: 'azureml:e:1'
      };
      const componentSpec = { type: 'parallel', task };
      return findComponent('c', 'score', () => ({ properties: { componentSpec } }) as never);
    };
    expect(parallel('run_function')).toMatchObject({ task: { entry_script: 'score.py' } });
    expect(parallel()).toMatchObject({ task: { entry_script: 'score.py' } });
    expect(() => parallel('model')).toThrow(
      "The task of the parallel step 'score' is of type model, and parallel steps run tasks of type run_function only"
    );
  });
});
