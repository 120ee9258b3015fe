import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { all, at, client, freshName } from './workspace.mjs';

/** Every asset type has a group for its containers and one for its versions: the content of a version, and its immutable part. */
const kinds = {
  code: { codeUri: 'https://example.com/code' },
  component: { componentSpec: { type: 'command', command: 'true', environment: 'azureml:e:1' } },
  data: { dataType: 'uri_file', dataUri: 'https://example.com/d.csv' },
  environment: { image: 'ubuntu:24.04' },
  model: { modelUri: 'azureml://datastores/workspaceblobstore/paths/m', modelType: 'custom_model' }
};

/** Like Azure, the workspace returns a path in a datastore with the workspace of the datastore. */
function shortened(value) {
  return typeof value === 'string'
    ? value.replace(/^azureml:\/\/subscriptions\/.*\/workspaces\/[^/]+\//, 'azureml://')
    : value;
}

for (const [kind, made] of Object.entries(kinds)) {
  const containers = client[`${kind}Containers`];
  const versions = client[`${kind}Versions`];
  const name = freshName(kind);
  const containerProperties = kind === 'data' ? { dataType: 'uri_file' } : {};

  describe(`${kind}Containers and ${kind}Versions`, () => {
    it('create and get', async () => {
      const container = await containers.createOrUpdate(...at, name, {
        properties: { ...containerProperties, description: 'made by a test' }
      });
      assert.equal(container.name, name);
      for (const version of ['1', '2'])
        await versions.createOrUpdate(...at, name, version, {
          properties: { ...made, tags: { version } }
        });
      const got = await versions.get(...at, name, '2');
      assert.deepEqual(got.properties.tags, { version: '2' });
      for (const [field, value] of Object.entries(made)) {
        // As in Azure, the specification of a component has its name and version.
        const stored = field === 'componentSpec' ? { ...value, name, version: '2' } : value;
        assert.deepEqual(shortened(got.properties[field]), stored);
      }
      const { properties } = await containers.get(...at, name);
      assert.deepEqual(
        [properties.description, properties.latestVersion, properties.nextVersion],
        ['made by a test', '2', '3']
      );
    });

    it('list', async () => {
      assert.ok((await all(containers.list(...at))).some(c => c.name === name));
      const listed = (await all(versions.list(...at, name))).map(v => v.name);
      assert.deepEqual(listed.sort(), ['1', '2']);
    });

    it('delete', async () => {
      await versions.delete(...at, name, '1');
      await assert.rejects(versions.get(...at, name, '1'), {
        statusCode: 404,
        code: 'ResourceNotFound'
      });
      await containers.delete(...at, name);
      await assert.rejects(containers.get(...at, name), { statusCode: 404 });
      await assert.rejects(versions.get(...at, name, '2'), { statusCode: 404 });
    });
  });
}
