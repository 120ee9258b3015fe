import { expect, it } from 'vitest';
import { longUri } from './datastore-uri.js';

const workspace = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const long = 'azureml://subscriptions/s/resourcegroups/g/workspaces/w/datastores';

it.each([
  ['azureml://datastores/mine/paths/a/b', `${long}/mine/paths/a/b`],
  [
    'azureml://subscriptions/s/resourceGroups/g/workspaces/w/datastores/mine/paths/A',
    `${long}/mine/paths/A`
  ],
  [
    'azureml://jobs/j/outputs/artifacts/paths/m',
    `${long}/workspaceartifactstore/paths/ExperimentRun/dcid.j/m`
  ],
  ['azureml://jobs/j/outputs/out', `${long}/workspaceblobstore/paths/azureml/j/out`],
  ['azureml://jobs/directed/outputs/out/paths/x', `${long}/mine/paths/there/x`]
])('%s resolves to %s', (uri, place) => {
  const outputUri = (job: string) =>
    job === 'directed' ? 'azureml://datastores/mine/paths/there/' : undefined;
  expect(longUri(uri, workspace, outputUri)).toBe(place);
});

it.each([
  'https://example.com/a.csv',
  'wasbs://c@a.blob.core.windows.net/x',
  'azureml://subscriptions/other/resourcegroups/g/workspaces/w/datastores/mine/paths/a'
])('%s is outside the workspace and stays unchanged', uri => {
  expect(longUri(uri, workspace, () => undefined)).toBe(uri);
});
