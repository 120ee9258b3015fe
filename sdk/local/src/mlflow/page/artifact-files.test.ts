import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

describe("artifacts for MLflow's page", () => {
  let workspace: TestWorkspace;
  let run: string;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    run = await workspace.run();
  });
  afterEach(() => workspace.close());

  const get = (path: string, query: Record<string, string>) =>
    workspace.app.inject(`${prefix}${path}?${new URLSearchParams(query).toString()}`);
  const upload = (query: Record<string, string>, payload?: string | Buffer) =>
    workspace.app.inject({
      method: 'POST',
      url: `${prefix}/ajax-api/2.0/mlflow/upload-artifact?${new URLSearchParams(query).toString()}`,
      payload
    });

  it('are uploaded and downloaded by their run, with headers that keep a browser from displaying them', async () => {
    expect((await upload({ run_uuid: run, path: 'report/a b.html' }, '<p>hi')).statusCode).toBe(
      200
    );
    for (const name of ['run_id', 'run_uuid']) {
      const { statusCode, headers, body } = await get('/get-artifact', {
        [name]: run,
        path: 'report/a b.html'
      });
      expect([statusCode, body]).toEqual([200, '<p>hi']);
      expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''a%20b.html");
      expect(headers['content-security-policy']).toBe('sandbox');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('are downloaded by model version and by logged model', async () => {
    await upload({ run_uuid: run, path: 'model/MLmodel' }, 'flavors: {}');
    await workspace.post('registered-models/create', { name: 'm' });
    await workspace.post('model-versions/create', { name: 'm', source: `runs:/${run}/model` });
    const registered = await get('/model-versions/get-artifact', {
      name: 'm',
      version: '1',
      path: 'MLmodel'
    });
    expect(registered.body).toBe('flavors: {}');

    const created = await workspace.post('logged-models', { experiment_id: '0', name: 'l' });
    const { model } = created.body as unknown as { model: { info: { model_id: string } } };
    const id = model.info.model_id;
    await workspace.call('PUT', `mlflow-artifacts/artifacts/LoggedModel/${id}/MLmodel`, 'mine');
    const logged = await get(`/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files`, {
      artifact_file_path: 'MLmodel'
    });
    expect(logged.body).toBe('mine');
  });

  it.each([
    [{}, 'run_uuid'],
    [{ run_uuid: 'r' }, 'path'],
    [{ run_uuid: 'r', path: '' }, 'path'],
    [{ run_uuid: 'r', path: '../x' }, 'Invalid path'],
    [{ run_uuid: 'r', path: 'x' }, 'data']
  ])('reject an upload with the query %j', async (query, reason) => {
    const { statusCode, body } = await upload(query);
    expect(statusCode).toBe(400);
    expect(body).toContain(reason);
  });

  it('reject an upload over 10 MB, or to a run that does not exist', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect((await upload({ run_uuid: run, path: 'x' }, large)).json()).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: 'Artifact size is too large. Max size is 10MB.'
    });
    expect((await upload({ run_uuid: 'none', path: 'x' }, 'x')).statusCode).toBe(404);
  });

  it.each(['../secret', '%2e%2e/secret', '/etc/passwd', 'nothing'])(
    'reject a download of the path %s',
    async path => {
      expect([400, 404]).toContain((await get('/get-artifact', { run_id: run, path })).statusCode);
    }
  );
});
