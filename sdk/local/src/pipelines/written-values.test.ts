import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { component, TestPipelines } from './conductor.test-support.js';
import { readValue } from './written-values.js';

describe('an output that is a value', () => {
  const counts = { ...component, inputs: {}, outputs: { n: { type: 'integer' } } };
  const repeats = { ...component, inputs: { times: { type: 'integer' } }, outputs: {} };
  const at = new TestPipelines();
  at.components.putVersion('counts', '1', { componentSpec: counts }, 'ada');
  at.components.putVersion('repeats', '1', { componentSpec: repeats }, 'ada');

  it('is the value of an input of another step, which it has when that step starts', () => {
    const times = { value: '${{parent.jobs.count.outputs.n}}' };
    at.create({
      jobType: 'Pipeline',
      jobs: {
        count: { componentId: 'azureml:counts:1' },
        repeat: { componentId: 'azureml:repeats:1', inputs: { times } }
      }
    });
    const uri = `azureml://jobs/${at.step('count').name}/outputs/n`;
    expect(at.step('count').properties.outputs?.n?.jobOutputType).toBe('uri_file');
    expect(at.states()).toEqual({ count: 'Queued', repeat: 'NotStarted' });
    at.finish('count');
    expect(at.states()).toEqual({ count: 'Completed', repeat: 'Queued' });
    expect(at.step('repeat').properties.inputs?.times).toEqual({
      jobInputType: 'literal',
      value: `value of ${uri}`
    });
  });
});

describe('the file of a value', () => {
  let root: string;
  let sources: Parameters<typeof readValue>[1];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'carry-values-'));
    mkdirSync(join(root, 'azureml-blobstore'));
    sources = {
      blobs: new BlobFiles(root, new LibsqlDatabase(':memory:')),
      origin: () => 'https://127.0.0.1:1',
      findAsset: () => undefined,
      declared: () => undefined,
      currentUrl: url => url,
      outputUri: () => undefined
    };
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  const file = (name: string) => join(root, 'azureml-blobstore', name);
  const read = (name: string) =>
    readValue(`azureml://datastores/workspaceblobstore/paths/${name}`, sources);

  it('is read without the line break at its end', () => {
    writeFileSync(file('n'), '42\n');
    writeFileSync(file('text'), 'two\nlines\r\n');
    expect([read('n'), read('text')]).toEqual(['42', 'two\nlines']);
  });

  it('is empty where there is none', () => {
    expect(read('none')).toBe('');
  });

  it('is not read through a link or from a pipe, which a job may have made of it', () => {
    symlinkSync('/etc/hostname', file('link'));
    execFileSync('mkfifo', [file('pipe')]);
    mkdirSync(file('folder'));
    expect([read('link'), read('pipe'), read('folder')]).toEqual(['', '', '']);
  });
});
