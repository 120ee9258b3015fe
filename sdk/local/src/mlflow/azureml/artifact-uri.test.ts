import { describe, expect, it } from 'vitest';
import { fromAzuremlUri, toAzuremlUri } from './artifact-uri.js';

const store = 'host:1/mlflow/v2.0/w';
const found = (known: string) => ({
  find: (id: string) => (id === known ? { experimentId: '7' } : undefined)
});
const owners = { runs: found('r'), logged: found('m-1') };

describe("azureml-mlflow's URIs of artifacts", () => {
  it.each([
    ['ExperimentRun/dcid.r', `azureml://${store}/experiments/7/runs/r/artifacts`],
    [
      'ExperimentRun/dcid.r/a/b c.txt',
      `azureml://${store}/experiments/7/runs/r/artifacts/a/b c.txt`
    ],
    ['LoggedModel/m-1', `azureml://${store}/experiments/7/runs/m-1/artifacts`],
    ['LoggedModel/m-1/MLmodel', `azureml://${store}/experiments/7/runs/m-1/artifacts/MLmodel`],
    ['LocalUpload/1-2/model', 'azureml://artifacts/LocalUpload/1-2/model'],
    ['datastores/d/a/b/model', 'azureml://artifacts/datastores/d%2Fa%2Fb/model']
  ])('stand for %s, there and back', (path, uri) => {
    expect(toAzuremlUri(`mlflow-artifacts:/${path}`, store, owners)).toBe(uri);
    expect(fromAzuremlUri(uri, owners)).toBe(`mlflow-artifacts:/${path}`);
  });

  it.each(['s3://bucket/a', 'runs:/r/model', 'models:/m-1', 'mlflow-artifacts:/ExperimentRun'])(
    'are none for %s',
    uri => {
      expect(toAzuremlUri(uri, store, owners)).toBe(uri);
      expect(fromAzuremlUri(uri, owners)).toBeUndefined();
    }
  );

  it('are none of those of jobs and datastores', () => {
    for (const uri of [
      'azureml://jobs/j/outputs/artifacts/paths/model',
      'azureml://datastores/workspaceblobstore/paths/a'
    ])
      expect(fromAzuremlUri(uri, owners)).toBeUndefined();
  });
});
