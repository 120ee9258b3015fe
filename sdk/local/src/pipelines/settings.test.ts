import { describe, expect, it } from 'vitest';
import {
  defaultCompute,
  defaultDatastore,
  inheritedSettings,
  isSet,
  mergedSettings
} from './settings.js';

const pipeline = (settings: object, computeId?: string) => ({
  jobType: 'Pipeline' as const,
  settings: settings as Record<string, unknown>,
  computeId
});

describe('a setting of a pipeline', () => {
  it.each(['force_rerun', 'forceRerun', 'ForceRerun'])('is found as %s', name => {
    expect(isSet({ [name]: true }, 'force_rerun')).toBe(true);
    expect(isSet({ [name]: 'True' }, 'force_rerun')).toBe(true);
    expect(isSet({ [name]: 'false' }, 'force_rerun')).toBe(false);
    expect(isSet({ [name]: null }, 'force_rerun')).toBe(false);
  });

  it('of its own wins over another in any spelling, unless it is null', () => {
    const others = { default_datastore: 'lab', force_rerun: true, defaultCompute: 'cpu' };
    expect(mergedSettings(others, { defaultDatastore: 'lake', ForceRerun: null })).toEqual({
      force_rerun: true,
      defaultCompute: 'cpu',
      defaultDatastore: 'lake'
    });
  });

  it('applies to inner pipelines, except those that name a step', () => {
    expect(
      inheritedSettings({ default_datastore: 'lab', on_init: 'open', onFinalize: 'close' })
    ).toEqual({ default_datastore: 'lab' });
  });
});

describe('defaultDatastore', () => {
  const workspace = 'subscriptions/s/resourceGroups/g/providers/p/workspaces/w';
  it.each([
    'lab',
    'azureml:lab',
    `/${workspace}/datastores/lab`,
    `azureml:/${workspace}/datastores/lab`,
    `azureml://${workspace}/datastores/lab`,
    'azureml://datastores/lab/paths/',
    `/${workspace}/datastores/azureml:lab`
  ])('reads its name from %s', id => {
    expect(defaultDatastore(pipeline({ default_datastore: id }))).toBe('lab');
  });

  it('is none where the setting is missing, null or empty', () => {
    for (const settings of [{}, { default_datastore: null }, { default_datastore: '' }])
      expect(defaultDatastore(pipeline(settings))).toBeUndefined();
  });
});

describe('defaultCompute', () => {
  it('is that of the settings, else that of the pipeline, and none for a serverless one', () => {
    expect(defaultCompute(pipeline({ DefaultCompute: 'gpu' }, 'cpu'))).toBe('gpu');
    expect(defaultCompute(pipeline({}, 'cpu'))).toBe('cpu');
    for (const id of ['serverless', 'azureml:serverless'])
      expect(defaultCompute(pipeline({ default_compute: id }))).toBeUndefined();
  });
});
