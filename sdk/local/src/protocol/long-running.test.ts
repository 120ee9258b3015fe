import { beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { OperationStore } from '../store/operation-store.js';
import { LongRunning, operationRoutes } from './long-running.js';

describe('long-running operations', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    const operations = new OperationStore(db, context.now);
    const longRunning = new LongRunning(context, operations);
    operationRoutes(app, context, operations);
    app.put('/thing', (_request, reply) => longRunning.put(reply, true, { name: 'thing' }));
    app.delete('/thing', (_request, reply) => longRunning.accepted(reply));
  });
  const send = (method: 'GET' | 'PUT' | 'DELETE', url: string) =>
    workspace.app.inject({ method, url });
  const follow = (url: unknown) => send('GET', String(url).replace(workspace.context.origin(), ''));

  it('responds to a PUT with the resource and the URL of the operation', async () => {
    const made = await send('PUT', '/thing');
    expect([made.statusCode, made.json()]).toEqual([201, { name: 'thing' }]);
    const state = await follow(made.headers['azure-asyncoperation']);
    expect(state.json()).toMatchObject({ status: 'Succeeded', name: 'id' });
  });

  it('responds to a DELETE with 202, a Retry-After that the contract allows, and a result', async () => {
    const deleted = await send('DELETE', '/thing');
    expect([deleted.statusCode, deleted.headers['retry-after']]).toEqual([202, '10']);
    const result = await follow(deleted.headers.location);
    expect([result.statusCode, result.body]).toEqual([200, '']);
  });

  it('responds with 404 for an unknown operation', async () => {
    const made = await send('PUT', '/thing');
    const other = String(made.headers['azure-asyncoperation']).replace('/id?', '/other?');
    expect((await follow(other)).statusCode).toBe(404);
  });
});
