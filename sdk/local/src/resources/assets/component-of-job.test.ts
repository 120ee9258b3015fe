import { beforeEach, describe, expect, it } from 'vitest';
import { AssetStore } from '../../store/asset-store.js';
import type { StoredJob } from '../../store/job-store.js';
import type { AssetStores } from '../../store/stores-by-kind.js';
import { TestWorkspace } from '../resources.test-support.js';
import { workspaceKinds } from './asset-kinds.js';
import { workspaceScope } from './asset-scope.js';
import { defineVersionedAsset } from './versioned-asset.js';

const steps = { one: { type: 'command', componentId: 'azureml:lister:1' } };
const jobs: Record<string, object> = {
  listing: {
    jobType: 'Pipeline',
    inputs: {
      rows: { jobInputType: 'uri_folder', uri: 'azureml:rows:1' },
      times: { jobInputType: 'literal', value: '3' }
    },
    outputs: { list: { jobOutputType: 'uri_folder' } },
    jobs: steps,
    settings: { default_compute: 'cpu', _source: 'YAML.JOB' }
  },
  counting: { jobType: 'Pipeline', jobs: steps },
  single: { jobType: 'Command' }
};

describe('a component version whose source is a job', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    const components = new AssetStore(db, 'components', context.now);
    const scope = workspaceScope(context, { components } as unknown as AssetStores);
    const findJob = (name: string) =>
      jobs[name] && { properties: jobs[name] as StoredJob['properties'] };
    const kinds = workspaceKinds({ resolve: uri => uri, findJob });
    for (const kind of kinds.filter(({ kind }) => kind === 'components'))
      defineVersionedAsset(app, context, kind, scope);
  });
  const put = (job: string, path = 'azureml_anonymous/versions/1') =>
    workspace.call('PUT', `/components/${path}`, {
      properties: { componentSpec: { type: 'pipeline', sourceJobId: job, jobs: {} } }
    });

  it('has the steps, settings and ports of the job; its literals are defaults', async () => {
    const { status, body } = await put('azureml:/subscriptions/s/jobs/listing', 'lists/versions/2');
    expect(status).toBe(201);
    expect(body.properties.componentSpec).toMatchObject({
      version: '2',
      type: 'pipeline',
      jobs: steps,
      inputs: { rows: { type: 'uri_folder' }, times: { type: 'string', default: '3' } },
      outputs: { list: { type: 'uri_folder' } },
      settings: { default_compute: 'cpu' }
    });
    expect((await put('listing', 'lists/versions/2')).status).toBe(200);
  });

  it('without a name has a version of its own for each job', async () => {
    const [first, second, again] = [
      await put('listing'),
      await put('counting'),
      await put('listing')
    ];
    expect(second.body.name).not.toBe(first.body.name);
    expect([again.status, again.body.name]).toEqual([200, first.body.name]);
    const path = '/components/azureml_anonymous/versions/';
    expect((await workspace.call('GET', `${path}1`)).status).toBe(404);
    expect((await workspace.call('GET', path + second.body.name)).body.properties).toMatchObject({
      componentSpec: { sourceJobId: 'counting', jobs: steps }
    });
  });

  it('is refused if there is no such job, or if the job has no steps', async () => {
    const [unknown, single] = [await put('gone'), await put('single')];
    expect([unknown.status, unknown.body.error.message]).toEqual([
      400,
      expect.stringContaining("names the source job 'gone', which is not in this workspace")
    ]);
    expect(single.body.error.message).toContain('which is of type Command');
  });
});
