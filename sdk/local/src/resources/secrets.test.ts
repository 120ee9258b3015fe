import { beforeEach, describe, expect, it } from 'vitest';
import { DocumentStore } from '../store/document-store.js';
import { TestWorkspace } from './resources.test-support.js';
import { secretRoutes } from './secrets.js';

describe('the secrets of the workspace', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    secretRoutes(app, context, new DocumentStore(db, 'secrets', context.now));
  });
  const put = (name: string, value: string) => workspace.call('PUT', '/secrets', { name, value });

  it('return a value by its name, and by no list', async () => {
    const made = await put('hf-token', 'hush');
    const listed = await workspace.call('GET', '/secrets');
    expect(listed.body.value).toMatchObject([{ name: 'hf-token' }]);
    expect(JSON.stringify([made, listed])).not.toContain('hush');
    expect((await workspace.call('GET', '/secrets/hf-token')).body).toMatchObject({
      name: 'hf-token',
      value: 'hush'
    });
    await put('hf-token', 'other');
    expect((await workspace.call('GET', '/secrets/HF-TOKEN')).body).toMatchObject({
      value: 'other'
    });
  });

  it('are stored, returned and deleted several at once', async () => {
    const secrets = [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' }
    ];
    await workspace.call('PUT', '/secrets:putbatch', { secrets });
    const names = { secrets: [{ name: 'a' }, { name: 'c' }] };
    expect((await workspace.call('POST', '/secrets:getbatch', names)).body).toMatchObject({
      secrets: [{ name: 'a', value: '1' }],
      notFoundSecrets: ['c']
    });
    await workspace.call('POST', '/secrets:deletebatch', names);
    expect((await workspace.call('GET', '/secrets')).body.value).toMatchObject([{ name: 'b' }]);
  });

  it('answer 404 for a name that is not there, and 400 for one that Key Vault does not take', async () => {
    expect(await workspace.call('GET', '/secrets/none')).toMatchObject({ status: 404 });
    expect(await workspace.call('DELETE', '/secrets/none')).toMatchObject({ status: 200 });
    expect(await put('a_b', 'x')).toMatchObject({ status: 400 });
    expect(await put('', 'x')).toMatchObject({ status: 400 });
  });
});
