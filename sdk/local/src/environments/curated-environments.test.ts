import { describe, expect, it } from 'vitest';
import { curatedImage, curatedRequest } from './curated-environments.js';

const packagesOf = (name: string) =>
  curatedRequest(name).installs.flatMap(({ requirements }) => requirements);

describe('the environments that Azure provides', () => {
  it.each(['AzureML-sklearn-1.5', 'sklearn-1.1', 'lightgbm-3.3', 'AzureML-xgboost-0.90-py38-cpu'])(
    'store models of scikit-learn with the newest MLflow, which has a format of its own: %s',
    name => {
      expect(packagesOf(name)).toEqual(expect.arrayContaining(['azureml-mlflow', 'skops']));
    }
  );

  it.each([
    ['AzureML-sklearn-1.5', undefined, 'mcr.microsoft.com/azureml/curated/sklearn-1.5:latest'],
    ['sklearn-1.1', '7', 'mcr.microsoft.com/azureml/curated/sklearn-1.1:7'],
    // Its trials need the packages of the local workspace's own search.
    ['ai-ml-automl', undefined, undefined],
    ['unknown', undefined, undefined]
  ])('have an image in the public registry: %s', (name, version, image) => {
    expect(curatedImage(name, version)).toBe(image);
  });
});
