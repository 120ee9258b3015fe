import { beforeEach, describe, expect, it } from 'vitest';
import { DocumentStore } from '../store/document-store.js';
import { connectionRoutes } from './connections.js';
import { TestWorkspace } from './resources.test-support.js';

const git = {
  properties: {
    authType: 'PAT',
    category: 'Git',
    target: 'https://example.com/repo',
    credentials: { pat: 'hush' },
    value: 'hush'
  }
};

describe('connections', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    connectionRoutes(app, context, new DocumentStore(db, 'connections', context.now));
  });

  it('never return their secrets', async () => {
    const answers = [
      await workspace.call('PUT', '/connections/repo', git),
      await workspace.call('GET', '/connections/repo'),
      await workspace.call('GET', '/connections')
    ];
    expect(answers.map(a => a.status)).toEqual([200, 200, 200]);
    expect(JSON.stringify(answers)).not.toContain('hush');
    expect(answers[1]?.body.properties).toEqual({
      authType: 'PAT',
      category: 'Git',
      target: 'https://example.com/repo'
    });
  });

  it('change the sent properties only, and return their secrets on request', async () => {
    await workspace.call('PUT', '/connections/repo', git);
    const target = 'https://example.com/other';
    const changed = await workspace.call('PATCH', '/connections/repo', { properties: { target } });
    expect(changed.body.properties).toMatchObject({ authType: 'PAT', target });
    const { body } = await workspace.call('POST', '/connections/repo/listSecrets');
    expect(JSON.stringify(body.properties)).toContain('hush');
  });

  it('are listed by category and target', async () => {
    await workspace.call('PUT', '/connections/repo', git);
    const count = async (query: string) =>
      (await workspace.call('GET', `/connections?${query}`)).body.value.length;
    expect(await count('category=Git')).toBe(1);
    expect(await count('category=git')).toBe(1);
    expect(await count('category=PythonFeed')).toBe(0);
    expect(await count('target=elsewhere')).toBe(0);
  });

  it('are rejected without an authType', async () => {
    const { status } = await workspace.call('PUT', '/connections/repo', { properties: {} });
    expect(status).toBe(400);
  });

  it('respond with 200 when deleted, 204 when missing, and 404 afterwards', async () => {
    await workspace.call('PUT', '/connections/repo', git);
    expect((await workspace.call('DELETE', '/connections/repo')).status).toBe(200);
    expect((await workspace.call('DELETE', '/connections/repo')).status).toBe(204);
    expect((await workspace.call('GET', '/connections/repo')).status).toBe(404);
  });
});
