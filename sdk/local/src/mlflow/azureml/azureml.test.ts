import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';
import { trackingPath } from '../tracking-path.js';
import { isAzuremlStore, servedUrl } from './plain-path.js';

const plugin = { 'user-agent': 'mlflow-python-client/3.15.0 azureml-mlflow/1.62.0' };

let workspace: TestWorkspace;
let run: string;
beforeEach(async () => {
  workspace = new TestWorkspace();
  run = await workspace.run();
});
afterEach(() => workspace.close());

describe("requests of Azure's plugin", () => {
  const getRun = async (headers: Record<string, string>) => {
    const url = `${prefix}/api/2.0/mlflow/runs/get?run_id=${run}`;
    const response = await workspace.app.inject({ url, headers: { host: 'host:1', ...headers } });
    return response.json<{ run: { info: { artifact_uri: string } } }>().run.info.artifact_uri;
  };

  it("return artifact URIs in the plugin's form, while plain MLflow gets its own form", async () => {
    expect(await getRun(plugin)).toBe(
      `azureml://host:1${prefix}/experiments/0/runs/${run}/artifacts`
    );
    expect(await getRun({})).toBe(`mlflow-artifacts:/ExperimentRun/dcid.${run}`);
  });

  it("get long responses in parts, with artifact URIs in the plugin's form", async () => {
    const response = await workspace.app.inject({
      method: 'POST',
      url: `${prefix}/api/2.0/mlflow/runs/search`,
      headers: { host: 'host:1', ...plugin },
      payload: { experiment_ids: ['0'] }
    });
    // A response in one piece has its length in a header.
    expect(response.headers['content-length']).toBeUndefined();
    expect(response.json<{ runs: object[] }>().runs).toMatchObject([
      { info: { artifact_uri: `azureml://host:1${prefix}/experiments/0/runs/${run}/artifacts` } }
    ]);
  });

  it("may use the plugin's form as the source of a model version, which other clients read in their own form", async () => {
    await workspace.post('registered-models/create', { name: 'm' });
    const source = `azureml://old-host:2${prefix}/experiments/0/runs/${run}/artifacts/model`;
    const { body } = await workspace.post('model-versions/create', { name: 'm', source });
    expect(body.model_version.source).toBe(`mlflow-artifacts:/ExperimentRun/dcid.${run}/model`);
  });

  it('log a batch asynchronously, and it is stored immediately', async () => {
    const batch = { run_id: run, metrics: [{ key: 'loss', value: 1, timestamp: 1 }] };
    const { status, body } = await workspace.call(
      'POST',
      'preview/mlflow/runs/log-batch-async',
      batch
    );
    expect([status, body]).toEqual([200, { batch_tracking_id: '' }]);
    const { body: read } = await workspace.get('runs/get', { run_id: run });
    expect(read.run.data.metrics).toMatchObject([{ key: 'loss', value: 1 }]);
  });
});

describe('the path for clients without the plugin', () => {
  const request = (url: string) => ({ url });

  it("is served by the same routes and marks the request as plain MLflow's", () => {
    const at = trackingPath({ subscription: 's', resourceGroup: 'r', workspace: 'w' });
    const raw = request(`${at}/api/2.0/mlflow/runs/get?run_id=r`);
    expect(servedUrl(raw)).toBe(`${prefix}/api/2.0/mlflow/runs/get?run_id=r`);
    expect(isAzuremlStore({ raw, headers: plugin })).toBe(false);
  });

  it('does not match any other path', () => {
    const raw = request(`${prefix}/api/2.0/mlflow/runs/get`);
    expect(servedUrl(raw)).toBe(raw.url);
    expect(isAzuremlStore({ raw, headers: plugin })).toBe(true);
    expect(isAzuremlStore({ raw, headers: {} })).toBe(false);
  });
});
