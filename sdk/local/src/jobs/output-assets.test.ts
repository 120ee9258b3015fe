import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobOutput } from 'carry-ml/arm';
import { AssetStore } from '../store/asset-store.js';
import type { StoredJob } from '../store/job-store.js';
import { ModelAssets } from '../store/model-assets.js';
import { ModelStore } from '../store/model-store.js';
import { OutputAssets } from './output-assets.js';

let assets: { data: AssetStore; models: ModelAssets };
let outputs: OutputAssets;
let reported: unknown[];
beforeEach(() => {
  const db = new LibsqlDatabase(':memory:');
  assets = {
    data: new AssetStore(db, 'data', () => 1),
    models: new ModelAssets(new ModelStore(db, () => 1))
  };
  reported = [];
  outputs = new OutputAssets({
    assets,
    uriOf: (job, output) => `azureml://${job}/${output}`,
    report: error => reported.push(error)
  });
});

const job = (name: string, output: Partial<JobOutput>): StoredJob => ({
  name,
  properties: {
    jobType: 'Command',
    outputs: {
      out: { jobOutputType: 'uri_folder', ...output },
      other: { jobOutputType: 'uri_file' }
    }
  },
  status: 'Running',
  compute: 'cpu',
  experiment: 'e',
  createdBy: 'ada',
  createdAt: 1,
  mark: 'm'
});

describe('the named outputs of a job', () => {
  it('are registered under the next version, or the requested one', () => {
    outputs.register(job('a', { assetName: 'table' }));
    outputs.register(job('b', { assetName: 'table', assetVersion: '7' }));
    outputs.register(job('c', { assetName: 'table' }));
    const listed = ['1', '7', '8'].map(
      version => assets.data.version('table', version)?.properties
    );
    expect(listed.map(properties => properties?.dataUri)).toEqual([
      'azureml://a/out',
      'azureml://b/out',
      'azureml://c/out'
    ]);
    expect(listed[0]?.dataType).toBe('uri_folder');
  });

  it('are registered as models when they are models, and name their job', () => {
    outputs.register(job('a', { assetName: 'net', jobOutputType: 'mlflow_model' }));
    expect(assets.models.version('net', '1')?.properties).toMatchObject({
      modelUri: 'azureml://a/out',
      modelType: 'mlflow_model',
      jobName: 'a'
    });
  });

  it('are registered once, even when the end of their job is reported twice', () => {
    outputs.register(job('a', { assetName: 'table' }));
    outputs.register(job('a', { assetName: 'table' }));
    expect(assets.data.container('table')?.nextVersion).toBe('2');
  });

  it('are registered once, even when others have registered many versions since', () => {
    for (const assetName of ['table', 'net']) {
      const jobOutputType = assetName === 'net' ? 'custom_model' : 'uri_folder';
      const store = assetName === 'net' ? assets.models : assets.data;
      outputs.register(job('a', { assetName, jobOutputType }));
      for (let i = 0; i < 120; i++)
        outputs.register(job(`other-${i}`, { assetName, jobOutputType }));
      outputs.register(job('a', { assetName, jobOutputType }));
      expect(store.container(assetName)?.nextVersion).toBe('122');
    }
  });

  it('are all registered, when several have the same name', () => {
    const both = job('a', { assetName: 'table' });
    Object.assign(both.properties.outputs?.other ?? {}, { assetName: 'table' });
    outputs.register(both);
    outputs.register(both);
    const versions = assets.data.versions('table', {
      view: 'All',
      newestFirst: false,
      skip: 0,
      top: 9
    });
    expect(versions.map(({ properties }) => properties.dataUri)).toEqual([
      'azureml://a/out',
      'azureml://a/other'
    ]);
  });

  it('have the URIs of the earlier job whose outputs are reused', () => {
    outputs.register(job('a', { assetName: 'table' }), 'before');
    expect(assets.data.version('table', '1')?.properties.dataUri).toBe('azureml://before/out');
  });

  it('are rejected in advance under an existing version or an invalid name', () => {
    outputs.register(job('a', { assetName: 'table', assetVersion: '1' }));
    const check = (output: Partial<JobOutput>) => () => {
      outputs.check(job('b', output));
    };
    expect(check({ assetName: 'table', assetVersion: '1' })).toThrow(
      "'table:1', which already exists and cannot change"
    );
    expect(check({ assetName: 'table', assetVersion: '2' })).not.toThrow();
    expect(check({ assetName: '../x' })).toThrow(
      "'../x' cannot be the name under which the output 'out' is registered"
    );
  });

  it('do not overwrite a version that was registered while the job ran', () => {
    outputs.register(job('a', { assetName: 'table', assetVersion: '1' }));
    outputs.register(job('b', { assetName: 'table', assetVersion: '1' }));
    expect(assets.data.version('table', '1')?.properties.dataUri).toBe('azureml://a/out');
    expect(String(reported[0])).toContain("'table:1' exists already");
  });
});
