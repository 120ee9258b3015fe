import { describe, expect, it } from 'vitest';
import { outputFolder, parseJobOutputUri } from './job-output.js';

const workspace = 'subscriptions/s/resourcegroups/g/workspaces/w';

describe('the URI of a job output', () => {
  it.each([
    ['azureml://jobs/fox/outputs/artifacts/paths/model/', 'artifacts', 'model/'],
    [`azureml://${workspace}/jobs/fox/outputs/data/paths/a/b`, 'data', 'a/b'],
    ['azureml://jobs/fox/outputs/default/model', 'default', 'model'],
    ['azureml://jobs/fox/outputs/data', 'data', '']
  ])('%s is read', (uri, output, path) => {
    expect(parseJobOutputUri(uri)).toEqual({ job: 'fox', output, path });
  });

  it.each(['azureml://datastores/d/paths/jobs/fox', 'runs:/fox/model', 'azureml://jobs/fox'])(
    '%s is none',
    uri => {
      expect(parseJobOutputUri(uri)).toBeUndefined();
    }
  );
});

describe('the default folder of an output', () => {
  it('is that of the run artifacts, or one of its own', () => {
    const artifacts = { datastore: 'workspaceartifactstore', path: 'ExperimentRun/dcid.fox' };
    expect(outputFolder('fox', 'default')).toEqual(artifacts);
    expect(outputFolder('fox', 'data')).toEqual({
      datastore: 'workspaceblobstore',
      path: 'azureml/fox/data'
    });
  });
});
