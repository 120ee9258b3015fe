import { describe, expect, it } from 'vitest';
import { fail } from './errors.js';
import { planner } from './planner.js';

const plan = planner({
  findAsset: () => undefined,
  hasRegistry: () => false,
  computes: () => [{ name: 'cpu', slots: 1 }],
  now: () => 1,
  newId: () => 'id',
  processLimit: 16,
  localPath: uri => {
    if (uri.includes('/nowhere/')) throw fail('ResourceNotFound', { type: 'datastore', name: uri });
    return uri;
  }
});

describe('a job with an output in a datastore that does not exist', () => {
  const outputs = {
    o: { jobOutputType: 'uri_folder' as const, uri: 'azureml://datastores/nowhere/paths/x' }
  };
  it.each(['AutoML', 'Command', 'Pipeline', 'Sweep'])('is rejected (%s)', jobType => {
    expect(() => plan({ name: 'j', by: 'ada' }, { jobType, outputs })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFound', status: 404 })
    );
  });
});

describe('a job of a type that this machine does not run', () => {
  it.each([
    ['Spark', 'a job of type Command'],
    ['Labeling', 'as a data asset'],
    ['Teleport', 'It runs AutoML, Command, Pipeline and Sweep.']
  ])('is rejected (%s), and the message says what to use instead', (jobType, instead) => {
    expect(() => plan({ name: 'j', by: 'ada' }, { jobType })).toThrow(
      expect.objectContaining({ code: 'JobTypeNotServed', status: 501 })
    );
    expect(() => plan({ name: 'j', by: 'ada' }, { jobType })).toThrow(instead);
  });
});
