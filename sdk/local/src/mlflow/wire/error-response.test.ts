import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../identity/errors.js';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = new TestWorkspace();
});
afterEach(() => workspace.close());

describe('errors', () => {
  it.each(['gateway/routes', 'scorers/list', 'webhooks'])(
    'responds with 501 for %s',
    async path => {
      const { status, body } = await workspace.post(path, {});
      expect([status, body.error_code]).toEqual([501, 'NOT_IMPLEMENTED']);
    }
  );

  it("responds with 404 for a path outside of MLflow's API", async () => {
    const { status, body } = await workspace.call('GET', 'nope');
    expect([status, body.error_code]).toEqual([404, 'ENDPOINT_NOT_FOUND']);
  });

  it.each(['api/2.0//mlflow/runs/search?a=b%2F//c', '/api//2.0/mlflow///runs/search?a=b%2F//c'])(
    'redirects %s to the path without empty segments',
    async path => {
      const { statusCode, headers } = await workspace.app.inject(`${prefix}/${path}`);
      const plain = `${prefix}/api/2.0/mlflow/runs/search?a=b%2F//c`;
      expect([statusCode, headers.location]).toEqual([308, plain]);
    }
  );

  it.each([
    ['9.0', '9.0'],
    ['9', '9'],
    ['9.50', '9.5'],
    ['1e3', '1000.0'],
    ['1e16', '1e+16'],
    ['0.00001', '1e-05'],
    ['-0.0', '-0.0'],
    ['12345678901234567890', '12345678901234567890'],
    ['[1.0, "2.0", {"a": 3.0}]', '[1.0,"2.0",{"a":3.0}]']
  ])('repeats the value %s as an MLflow server does: %s', async (sent, shown) => {
    const response = await workspace.app.inject({
      method: 'POST',
      url: `${prefix}/api/2.0/mlflow/experiments/create`,
      headers: { 'content-type': 'application/json' },
      payload: `{"name": "e", "artifact_location": ${sent}}`
    });
    expect(response.json<{ message: string }>().message).toContain(
      `Invalid value ${shown} for parameter 'artifact_location' supplied`
    );
  });

  it('repeats a number inside a list of the request as it was sent', async () => {
    const { body } = await workspace.app
      .inject({
        method: 'POST',
        url: `${prefix}/api/2.0/mlflow/experiments/create`,
        headers: { 'content-type': 'application/json' },
        payload: '{"name": "e", "tags": [{"key": "a", "value": "b"}, {"key": 5.0}]}'
      })
      .then(response => ({ body: response.json<{ message: string }>() }));
    expect(body.message).toContain("Invalid value 5.0 for parameter 'tags[1].key' supplied");
  });

  it("responds to a body that is not JSON with MLflow's error format", async () => {
    const response = await workspace.app.inject({
      method: 'POST',
      url: `${prefix}/api/2.0/mlflow/runs/create`,
      headers: { 'content-type': 'application/json' },
      payload: '{"a":'
    });
    expect([response.statusCode, response.json<{ error_code: string }>().error_code]).toEqual([
      400,
      'BAD_REQUEST'
    ]);
  });

  it.each([
    [fail('TokenMissing'), 401, 'UNAUTHENTICATED'],
    [fail('CookieForged'), 403, 'PERMISSION_DENIED']
  ] as const)(
    'converts an error of the workspace, %s, and keeps its message',
    async (refusal, status, mlflowCode) => {
      workspace.app.addHook('onRequest', () => Promise.reject(refusal));
      const { status: actual, body } = await workspace.get('runs/get', { run_id: 'x' });
      expect([actual, body.error_code]).toEqual([status, mlflowCode]);
      expect(body.message).toBe(refusal.message);
    }
  );
});
