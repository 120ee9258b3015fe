import { beforeEach, describe, expect, it } from 'vitest';
import { workspacePath } from 'carry-ml/arm';
import { providerOperationRoutes } from '../resources/provider-operations.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { requireApiVersion } from './api-version.js';
import { answerRequestIds } from './request-ids.js';
import { ServedRoutes } from './served-routes.js';
import { refuseUnknownRoutes } from './unknown-route.js';

describe('the protocol of the resource manager', () => {
  let workspace: TestWorkspace;
  let own: string;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context } = workspace;
    own = workspacePath(context.workspace);
    requireApiVersion(app);
    answerRequestIds(app);
    const served = new ServedRoutes(app);
    refuseUnknownRoutes(app, served, context.workspace);
    providerOperationRoutes(app, served);
    app.get(`${own}/jobs/:name`, () => ({ name: 'job' }));
    app.post(`${own}/jobs/:name/cancel`, () => ({}));
    app.get('/history/v1.0/runs/:run', () => ({ runId: 'run' }));
  });
  const codeOf = async (method: 'GET' | 'PUT' | 'POST', path: string, version = '2023-04-01') => {
    const { status, body } = await workspace.call(method, `${path}?api-version=${version}`);
    return status < 300 ? status : [status, body.error.code];
  };
  const get = (headers: Record<string, string> = {}) =>
    workspace.app.inject({ url: `${own}/jobs/x?api-version=2023-04-01`, headers });

  describe('an api-version', () => {
    it.each(['2023-04-01', '2024-01-01-preview', '2099-12-31', '2022-02-01-PREVIEW'])(
      'may be %s',
      async version => {
        expect(await codeOf('GET', `${own}/jobs/x`, version)).toBe(200);
      }
    );
    it.each(['2023', 'latest', '2023-04-01;drop'])('cannot be %s', async version => {
      const answer = [400, 'InvalidApiVersionParameter'];
      expect(await codeOf('GET', `${own}/jobs/x`, version)).toEqual(answer);
    });
    it('is required for the resource manager only', async () => {
      const missing = await workspace.call('GET', `${own}/jobs/x`);
      expect([missing.status, missing.body.error.code]).toEqual([
        400,
        'MissingApiVersionParameter'
      ]);
      expect((await workspace.call('GET', `${own}/jobs/x?Api-Version=2023-04-01`)).status).toBe(
        200
      );
      expect((await workspace.call('GET', '/history/v1.0/runs/x')).status).toBe(200);
    });
  });

  it('returns its own request id and, on demand, that of the client', async () => {
    expect((await get()).headers['x-ms-request-id']).toBeDefined();
    const ids = { 'x-ms-client-request-id': 'mine' };
    expect((await get(ids)).headers['x-ms-client-request-id']).toBeUndefined();
    const wanted = await get({ ...ids, 'x-ms-return-client-request-id': 'true' });
    expect(wanted.headers['x-ms-client-request-id']).toBe('mine');
    const traced = await get({ 'x-ms-correlation-request-id': 'trace' });
    expect(traced.headers['x-ms-correlation-request-id']).toBe('trace');
  });

  describe('a request without a route', () => {
    it('gets 405 when the path has other methods', async () => {
      expect(await codeOf('PUT', `${own}/jobs/x/cancel`)).toEqual([405, 'MethodNotAllowed']);
      const url = `${own}/JOBS/x?api-version=2023-04-01`;
      const refused = await workspace.app.inject({ method: 'PUT', url });
      expect(refused.headers.allow).toBe('GET, HEAD');
      expect(refused.body).toContain('the path accepts GET, HEAD');
    });
    it('gets 501 for an operation that only Azure has', async () => {
      const answer = [501, 'NotImplemented'];
      expect(await codeOf('GET', `${own}/labelingJobs/x`)).toEqual(answer);
      expect(await codeOf('POST', `${own}/models/m/versions/1/package`)).toEqual(answer);
      expect(await codeOf('POST', `${own}/featuresets/f/versions/1/backfill`)).toEqual(answer);
      expect(await codeOf('GET', '/history/v1.0/other')).toEqual(answer);
      const deployment = '/subscriptions/s/providers/Microsoft.Resources/deployments/d';
      expect(await codeOf('PUT', deployment)).toEqual(answer);
    });
    it('gets 404 for an operation that Azure does not have either', async () => {
      expect(await codeOf('GET', `${own}/wishes`)).toEqual([404, 'InvalidResourceType']);
      expect(await codeOf('GET', `${own}/jobs/x/wishes`)).toEqual([404, 'InvalidResourceType']);
      expect(await codeOf('GET', '/wishes')).toEqual([404, 'NotFound']);
    });
    it('gets 404 for another workspace', async () => {
      const answer = [404, 'WorkspaceNotFound'];
      expect(await codeOf('GET', `${own}2/jobs/x`)).toEqual(answer);
      expect(await codeOf('GET', own.replace('/workspaces/w', '/workspaces/v'))).toEqual(answer);
    });
  });

  it('lists its operations', async () => {
    const path = '/providers/Microsoft.MachineLearningServices/operations';
    const { body } = await workspace.call('GET', `${path}?api-version=2023-04-01`);
    expect(body.value.map(operation => operation.name)).toEqual([
      'Microsoft.MachineLearningServices/operations/read',
      'Microsoft.MachineLearningServices/workspaces/jobs/cancel/action',
      'Microsoft.MachineLearningServices/workspaces/jobs/read'
    ]);
  });
});
