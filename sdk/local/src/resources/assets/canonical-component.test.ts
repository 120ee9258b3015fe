import { describe, expect, it } from 'vitest';
import { AssetStore } from '../../store/asset-store.js';
import type { AssetStores } from '../../store/stores-by-kind.js';
import { TestWorkspace } from '../resources.test-support.js';
import { assetKinds } from './asset-kinds.js';
import { workspaceScope } from './asset-scope.js';
import { defineVersionedAsset } from './versioned-asset.js';

interface Version {
  properties: { componentSpec: Record<string, unknown> };
}

describe('a component version', () => {
  const workspace = new TestWorkspace();
  const { app, context, db } = workspace;
  const scope = workspaceScope(context, {
    components: new AssetStore(db, 'components', context.now)
  } as unknown as AssetStores);
  for (const kind of assetKinds.filter(({ kind }) => kind === 'components'))
    defineVersionedAsset(app, context, kind, scope);
  const put = (path: string, componentSpec: object) =>
    workspace.call('PUT', `/components/${path}`, { properties: { componentSpec } });
  const specOf = async (path: string) => {
    const { body } = await workspace.call('GET', `/components/${path}`);
    return (body as unknown as Version).properties.componentSpec;
  };

  it('has its name and version in its specification, as in Azure', async () => {
    await put('adds/versions/3', { type: 'command', command: 'true' });
    expect(await specOf('adds/versions/3')).toMatchObject({ name: 'adds', version: '3' });
  });

  it('may be created again as it is, and as a client has read it', async () => {
    const spec = { type: 'command', command: 'true', inputs: { a: { type: 'number' } } };
    await put('same/versions/1', spec);
    expect((await put('same/versions/1', spec)).status).toBe(200);
    const read = { ...(await specOf('same/versions/1')), id: 'azureml:/…', creation_context: {} };
    expect((await put('same/versions/1', read)).status).toBe(200);
    expect(await specOf('same/versions/1')).not.toHaveProperty('creation_context');
  });

  it('may have another description and other tags, read from wherever', async () => {
    const spec = { type: 'command', command: 'true', _source: 'YAML.COMPONENT', $schema: 'a' };
    await put('told/versions/1', spec);
    const more = { description: 'd', display_name: 'n', tags: { a: 'b' } };
    const read = { type: 'command', command: 'true', _source: 'REMOTE.WORKSPACE.COMPONENT' };
    expect((await put('told/versions/1', { ...read, ...more })).status).toBe(200);
    expect(await specOf('told/versions/1')).toMatchObject(more);
  });

  it('cannot become another one', async () => {
    await put('fixed/versions/1', { type: 'command', command: 'true' });
    expect((await put('fixed/versions/1', { type: 'command', command: 'false' })).status).toBe(409);
  });

  it('of a step without a name keeps its specification', async () => {
    await put('azureml_anonymous/versions/5', { type: 'command', command: 'true' });
    expect(await specOf('azureml_anonymous/versions/5')).not.toHaveProperty('version');
  });
});
