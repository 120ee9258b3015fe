import { beforeEach, describe, expect, it } from 'vitest';
import type { PipelineJob } from 'carry-ml/arm';
import { EndpointWorkspace } from './endpoints.test-support.js';

let workspace: EndpointWorkspace;
beforeEach(async () => {
  workspace = new EndpointWorkspace();
  workspace.components.putVersion('lister', '1', { componentSpec: { type: 'pipeline' } }, 'ada');
  await put('lists', { authMode: 'AADToken' });
  await put('lists/deployments/nightly', {
    deploymentConfiguration: {
      deploymentConfigurationType: 'PipelineComponent',
      componentId: { referenceType: 'Id', assetId: 'azureml:lister:1' },
      settings: { 'ComponentDeployment.Settings.default_compute': 'cpu', force_rerun: 'true' },
      tags: { nightly: 'yes' },
      description: 'Lists files.'
    }
  });
  await put('lists', { authMode: 'AADToken', defaults: { deploymentName: 'nightly' } });
});

const put = (url: string, properties: object) =>
  workspace.call('PUT', `/batchEndpoints/${url}`, { location: 'local', properties });

async function invoke(properties: object, role: 'Contributor' | 'Reader' = 'Contributor') {
  const response = await workspace.app.inject({
    method: 'POST',
    url: '/inference/lists/jobs',
    payload: { properties },
    headers: { authorization: `Bearer ${workspace.tokens.mint('x', 60, role).token}` }
  });
  const body = response.json<{ name: string; error: { code: string; message: string } }>();
  return { status: response.statusCode, ...body };
}
const submitted = () => workspace.submitted[0]?.properties as PipelineJob;

describe('POST on the URI of a batch endpoint', () => {
  it('submits the component of the default deployment as a pipeline', async () => {
    const inputData = {
      rows: { jobInputType: 'UriFolder', uri: 'azureml://datastores/d/paths/rows/' },
      times: { jobInputType: 'Literal', value: 3 }
    };
    const outputData = {
      list: { jobOutputType: 'UriFile', uri: 'azureml://datastores/d/paths/l' }
    };
    const experiment = { experimentName: 'asked' };
    const { status, name } = await invoke({ inputData, outputData, properties: experiment });
    expect([status, name]).toEqual([201, 'batchjob-id']);
    expect(submitted()).toMatchObject({
      jobType: 'Pipeline',
      componentId: 'azureml:lister:1',
      experimentName: 'asked',
      tags: { nightly: 'yes' },
      description: 'Lists files.',
      inputs: {
        rows: { jobInputType: 'uri_folder', uri: 'azureml://datastores/d/paths/rows/' },
        times: { jobInputType: 'literal', value: '3' }
      },
      outputs: { list: { jobOutputType: 'uri_file' } },
      settings: { default_compute: 'cpu', force_rerun: 'true' }
    });
  });

  it('reads the fields as the documentation of REST writes them', async () => {
    await invoke({ InputData: { rows: { JobInputType: 'UriFile', Uri: 'https://x/y.csv' } } });
    expect(submitted().inputs).toEqual({
      rows: { jobInputType: 'uri_file', uri: 'https://x/y.csv', mode: undefined }
    });
  });

  it('lists the job among those of the endpoint and of the deployment', async () => {
    await invoke({});
    for (const of of ['lists', 'lists/deployments/nightly']) {
      const { body } = await workspace.call('GET', `/mfe/batchEndpoints/${of}/jobs`);
      expect(body).toMatchObject({
        value: [{ name: 'batchjob-id', properties: { status: 'Running' } }]
      });
    }
  });

  it('refuses the token of a Reader, who may run no jobs', async () => {
    expect(await invoke({}, 'Reader')).toMatchObject({ status: 403 });
    expect(workspace.submitted).toEqual([]);
  });

  it('refuses an input of an unknown type, and a name that is taken', async () => {
    const unknown = await invoke({ inputData: { rows: { jobInputType: 'Table', uri: 'x' } } });
    expect([unknown.status, unknown.error.message]).toEqual([
      400,
      expect.stringContaining("The input 'rows' of the request has the type Table")
    ]);
    await invoke({ name: 'mine' });
    expect(await invoke({ name: 'mine' })).toMatchObject({ status: 409 });
  });
});

describe('a deployment of a model', () => {
  const data = { inputData: { any: { jobInputType: 'UriFolder', uri: 'azureml:rows:1' } } };
  const model = {
    model: { referenceType: 'Id', assetId: 'azureml:adder:1' },
    environmentId: 'azureml://registries/azureml/environments/any/versions/1',
    codeConfiguration: { codeId: null, scoringScript: 'score.py' },
    compute: 'azureml:cpu',
    miniBatchSize: 5,
    errorThreshold: 2,
    outputFileName: 'scores.csv',
    retrySettings: { maxRetries: 1, timeout: 'PT2M' }
  };

  it('runs its script in a parallel step', async () => {
    await put('lists/deployments/nightly', model);
    expect(await invoke({ ...data, errorThreshold: 7 })).toMatchObject({ status: 201 });
    const step = submitted().jobs?.batchscoring;
    expect(step).toMatchObject({
      type: 'parallel',
      inputs: { carry_model: { uri: 'azureml:adder:1' } }
    });
    const version = String(step?.componentId).split(':').at(-1) ?? '';
    const found = workspace.components.version('azureml_anonymous', version);
    expect(found?.properties.componentSpec).toMatchObject({
      task: { entry_script: 'score.py', append_row_to: '${{outputs.score}}' },
      output_file_name: 'scores.csv',
      mini_batch_size: 5,
      error_threshold: 7,
      retry_settings: { max_retries: 1, timeout: 120 }
    });
  });

  it('takes one input of data', async () => {
    await put('lists/deployments/nightly', model);
    expect((await invoke({})).error.message).toContain('takes one input of data');
  });

  it('needs a script unless the model is one of MLflow', async () => {
    await put('lists/deployments/nightly', { ...model, codeConfiguration: null });
    expect((await invoke(data)).error.message).toContain('has no scoring script');
  });
});
