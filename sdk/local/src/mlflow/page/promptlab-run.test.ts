import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

const request = {
  experiment_id: '0',
  run_name: 'lab',
  prompt_template: 'Say {{ word }}.',
  prompt_parameters: [{ key: 'word', value: 'hi' }],
  model_route: 'chat',
  model_parameters: [{ key: 'temperature', value: 0.1 }],
  model_input: 'Say hi.',
  model_output: 'hi',
  model_output_parameters: [{ key: 'latency', value: '100' }],
  mlflow_version: '3.17.2',
  user_id: 'ada',
  start_time: 456
};

interface Run {
  info: { run_id: string };
}

describe('POST /runs/create-promptlab-run', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const create = async (fields: object) => {
    const response = await workspace.app.inject({
      method: 'POST',
      url: `${prefix}/ajax-api/2.0/mlflow/runs/create-promptlab-run`,
      payload: fields
    });
    return {
      status: response.statusCode,
      body: response.json<{ run: Run; message?: string }>()
    };
  };

  it('saves the prompt as a finished run with a table and a model', async () => {
    const { run } = (await create(request)).body;
    expect(run).toMatchObject({
      info: { run_name: 'lab', user_id: 'ada', status: 'FINISHED', start_time: 456 },
      data: {
        params: [
          { key: 'model_route', value: 'chat' },
          { key: 'prompt_template', value: 'Say {{ word }}.' },
          { key: 'temperature', value: '0.1' }
        ],
        tags: expect.arrayContaining([
          { key: 'mlflow.runSourceType', value: 'PROMPT_ENGINEERING' }
        ]) as unknown
      }
    });
    const folder = join(workspace.artifactRoot, 'ExperimentRun', `dcid.${run.info.run_id}`);
    const read = (path: string) =>
      JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, unknown>;
    expect(read('eval_results_table.json')).toEqual({
      columns: ['word', 'prompt', 'output', 'latency'],
      data: [['hi', 'Say hi.', 'hi', '100']]
    });
    expect(read('model/MLmodel')).toMatchObject({ run_id: run.info.run_id });
    expect(read('model/parameters.yaml')).toEqual({
      prompt_template: 'Say {{ word }}.',
      prompt_parameters: { word: 'hi' },
      model_parameters: { temperature: '0.1' },
      model_route: 'chat'
    });
  });

  it.each([
    'experiment_id',
    'prompt_template',
    'prompt_parameters',
    'model_route',
    'model_input',
    'mlflow_version'
  ])('rejects a request without %s', async field => {
    const { status, body } = await create({ ...request, [field]: undefined });
    expect([status, body.message]).toEqual([
      400,
      `CreatePromptlabRun request must specify ${field}.`
    ]);
  });

  it('ends the run as failed if its files cannot be written', async () => {
    mkdirSync(workspace.artifactRoot, { recursive: true });
    writeFileSync(join(workspace.artifactRoot, 'ExperimentRun'), 'not a folder');
    expect((await create(request)).status).toBe(400);
    const { body } = await workspace.post('runs/search', { experiment_ids: ['0'] });
    expect(body).toMatchObject({ runs: [{ info: { run_name: 'lab', status: 'FAILED' } }] });
  });
});
