import { describe, expect, it } from 'vitest';
import { azuremlUriOfModel, fromAzuremlUri, toAzuremlUri } from './artifact-uri.js';

const store = 'host:1/mlflow/v2.0/w';
const runs = { find: (id: string) => (id === 'r' ? { experimentId: '7' } : undefined) };
const files: Record<string, string> = {
  'm-1': 'LoggedModel/m-1',
  'm-2': 'ExperimentRun/dcid.r/outputs/model'
};
const logged = {
  find: (id: string) =>
    files[id] === undefined
      ? undefined
      : { experimentId: '7', artifactUri: `mlflow-artifacts:/${files[id]}` }
};
const owners = { runs, logged };

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

  it("stand for the folder of a run that is a logged model, by the model's id", () => {
    const uri = `azureml://${store}/experiments/7/runs/m-2/artifacts`;
    expect(azuremlUriOfModel('m-2', store, owners)).toBe(uri);
    expect(fromAzuremlUri(`${uri}/MLmodel`, owners)).toBe(
      `mlflow-artifacts:/${files['m-2']}/MLmodel`
    );
  });

  it('are none of those of jobs and datastores', () => {
    for (const uri of [
      'azureml://jobs/j/outputs/artifacts/paths/model',
      'azureml://datastores/workspaceblobstore/paths/a'
    ])
      expect(fromAzuremlUri(uri, owners)).toBeUndefined();
  });
});
