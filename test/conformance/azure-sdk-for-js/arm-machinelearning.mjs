import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { all, at, client, quick } from './workspace.mjs';

const environment = ['carry-notebook', '1'];

async function job(command) {
  const name = `js-${randomUUID()}`;
  const environmentId = (await client.environmentVersions.get(...at, ...environment)).id;
  const made = await client.jobs.createOrUpdate(...at, name, {
    properties: { jobType: 'Command', command, environmentId, experimentName: 'js' }
  });
  return made;
}

async function ended(name) {
  for (let tries = 0; tries < 300; tries++) {
    const { properties } = await client.jobs.get(...at, name);
    if (['Completed', 'Failed', 'Canceled'].includes(properties.status)) return properties.status;
    await delay(100);
  }
  throw new Error(`${name} did not end`);
}

describe('@azure/arm-machinelearning', () => {
  it('gets the workspace', async () => {
    assert.equal((await client.workspaces.get(...at)).name, at[1]);
  });

  it('creates a job, which completes', async () => {
    const made = await job('echo from js');
    assert.equal(made.properties.jobType, 'Command');
    assert.equal(await ended(made.name), 'Completed');
  });

  it('lists jobs over several pages, each once', async () => {
    const names = [];
    for (let i = 0; i < 5; i++) names.push((await job('true')).name);
    const listed = (await all(client.jobs.list(...at))).map(j => j.name);
    assert.deepEqual(listed.slice(0, 5), names.reverse());
    assert.equal(new Set(listed).size, listed.length);
  });

  it('cancels a running job as a long-running operation', async () => {
    const { name } = await job('sleep 600');
    await client.jobs.beginCancelAndWait(...at, name, quick);
    assert.equal((await client.jobs.get(...at, name)).properties.status, 'Canceled');
  });

  it('deletes a job that has ended, and no other', async () => {
    const { name } = await job('sleep 600');
    const remove = () => client.jobs.beginDeleteAndWait(...at, name, quick);
    await assert.rejects(remove(), { statusCode: 409, code: 'Conflict' });
    await client.jobs.beginCancelAndWait(...at, name, quick);
    await remove();
    await assert.rejects(client.jobs.get(...at, name), { statusCode: 404 });
  });

  it('gets an error for a job that does not exist', async () => {
    await assert.rejects(client.jobs.get(...at, 'nope'), {
      statusCode: 404,
      code: 'ResourceNotFound'
    });
  });

  it('creates, gets, lists by pages and deletes model versions', async () => {
    const name = `m-${randomUUID()}`;
    for (let v = 1; v <= 5; v++)
      await client.modelVersions.createOrUpdate(...at, name, String(v), {
        properties: {
          modelUri: `azureml://datastores/workspaceblobstore/paths/m/${v}`,
          modelType: 'custom_model',
          description: `version ${v}`
        }
      });
    const pages = [];
    for await (const page of client.modelVersions.list(...at, name, { top: 2 }).byPage())
      pages.push(page.map(m => m.name));
    assert.deepEqual(pages, [['5', '4'], ['3', '2'], ['1']]);
    assert.equal(
      (await client.modelVersions.get(...at, name, '3')).properties.description,
      'version 3'
    );
    assert.equal((await client.modelContainers.get(...at, name)).properties.latestVersion, '5');
    await client.modelVersions.delete(...at, name, '3');
    await assert.rejects(client.modelVersions.get(...at, name, '3'), { statusCode: 404 });
  });

  it('lists archived versions only on request', async () => {
    const name = `e-${randomUUID()}`;
    const put = (version, isArchived) =>
      client.environmentVersions.createOrUpdate(...at, name, version, {
        properties: { image: 'x', isArchived }
      });
    await put('1', true);
    await put('2', false);
    const list = options => all(client.environmentVersions.list(...at, name, options));
    assert.deepEqual(
      (await list()).map(e => e.name),
      ['2']
    );
    assert.deepEqual(
      (await list({ listViewType: 'All' })).map(e => e.name),
      ['2', '1']
    );
  });

  it('finds the datastores, their secrets and the compute', async () => {
    const stores = await all(client.datastores.list(...at));
    assert.deepEqual(stores.map(d => d.name).sort(), [
      'workspaceartifactstore',
      'workspaceblobstore',
      'workspacefilestore',
      'workspaceworkingdirectory'
    ]);
    assert.equal(
      (await client.datastores.listSecrets(...at, 'workspaceblobstore')).secretsType,
      'Sas'
    );
    assert.deepEqual(
      (await all(client.computeOperations.list(...at))).map(c => c.name),
      ['cpu']
    );
  });
});
