import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import type { DataSources } from '../data/data-path.js';
import type { StoredJob } from '../store/job-store.js';
import { fingerprintOf } from './fingerprint.js';

describe('the fingerprint of a step', () => {
  let folder: string;
  let blobs: BlobFiles;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-fingerprint-'));
    blobs = new BlobFiles(folder, new LibsqlDatabase(':memory:'));
    write('code/main.py', 'print(1)');
    write('table/a.csv', '1,2');
    write('table/deep/b.csv', '3');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (path: string, text: string) => {
    const file = blobs.path('azureml-blobstore', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const here = (path: string) => `azureml://datastores/workspaceblobstore/paths/${path}`;
  const of = (change: object = {}) => {
    const sources: DataSources = {
      blobs,
      findAsset: (id, kind) => {
        const codeUri = kind === 'codes' ? here('code') : undefined;
        const asset = {
          row: 1,
          name: id,
          version: '1',
          createdAt: 1,
          modifiedAt: 1,
          createdBy: 'ada'
        };
        return codeUri ? { ...asset, properties: { codeUri } } : undefined;
      },
      origin: () => 'https://127.0.0.1:1',
      declared: () => undefined,
      currentUrl: url => url,
      outputUri: job => (job === 'reused' ? here('table') : undefined)
    };
    const properties = {
      jobType: 'Command',
      command: 'run ${{inputs.n}}',
      codeId: 'azureml:code:1',
      environmentId: 'azureml:e:1',
      inputs: {
        n: { jobInputType: 'literal', value: '1' },
        table: { jobInputType: 'uri_folder', uri: here('table') }
      },
      outputs: { out: { jobOutputType: 'uri_folder' } },
      ...change
    };
    return fingerprintOf({ properties } as unknown as StoredJob, sources);
  };

  it('is equal for equal content, whatever its path and name', async () => {
    const before = await of();
    write('copy/a.csv', '1,2');
    write('copy/deep/b.csv', '3');
    const inputs = {
      table: { jobInputType: 'uri_folder', uri: here('copy') },
      n: { jobInputType: 'literal', value: '1', mode: undefined }
    };
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await of({ inputs, codeId: 'azureml:other:2', displayName: 'x', computeId: 'y' })).toBe(
      before
    );
  });

  it('differs with the mode of an input, and for a direct one with its URI', async () => {
    write('copy/a.csv', '1,2');
    write('copy/deep/b.csv', '3');
    const withMode = (name: string, mode?: string) =>
      of({ inputs: { table: { jobInputType: 'uri_folder', uri: here(name), mode } } });
    const plain = await withMode('table');
    expect(await withMode('table', 'ReadOnlyMount')).toBe(plain);
    expect(await withMode('copy', 'Download')).toBe(await withMode('table', 'Download'));
    expect(await withMode('copy', 'Direct')).not.toBe(await withMode('table', 'direct'));
    expect(
      new Set([
        plain,
        ...(await Promise.all(
          ['Download', 'ReadWriteMount', 'Direct'].map(mode => withMode('table', mode))
        ))
      ]).size
    ).toBe(4);
  });

  it('is equal for a direct input from a reused step and from the one that wrote it', async () => {
    const direct = (uri: string) =>
      of({ inputs: { table: { jobInputType: 'uri_folder', uri, mode: 'Direct' } } });
    expect(await direct('azureml://jobs/reused/outputs/table')).toBe(await direct(here('table')));
  });

  it.each([
    ['the command', { command: 'run 2' }],
    ['the environment', { environmentId: 'azureml:e:2' }],
    ['a variable', { environmentVariables: { A: '1' } }],
    ['an output', { outputs: { other: { jobOutputType: 'uri_folder' } } }],
    ['a value', { inputs: { n: { jobInputType: 'literal', value: '2' } } }],
    ['a distribution', { distribution: { distributionType: 'PyTorch' } }],
    ['what a sweep varies', { searchSpace: { x: ['uniform', [0, 1]] } }]
  ])('changes with %s', async (_what, change) => {
    expect(await of(change)).not.toBe(await of());
  });

  it('changes with the number of nodes of a distributed step only', async () => {
    const nodes = (instanceCount: number, more = {}) =>
      of({ resources: { instanceCount }, ...more });
    const distributed = { distribution: { distributionType: 'PyTorch' } };
    expect(await nodes(2)).toBe(await nodes(1));
    expect(await nodes(2, distributed)).not.toBe(await nodes(1, distributed));
  });

  const automl = (trainingData: string, more: object = {}) =>
    of({
      jobType: 'AutoML',
      taskDetails: {
        taskType: 'Classification',
        targetColumnName: 'y',
        trainingData: { jobInputType: 'mltable', uri: here(trainingData) },
        ...more
      },
      inputs: { training_data: { jobInputType: 'mltable', uri: here(trainingData) } }
    });

  it('of AutoML is equal for an equal table, wherever it is', async () => {
    write('copy/a.csv', '1,2');
    write('copy/deep/b.csv', '3');
    expect(await automl('copy')).toBe(await automl('table'));
  });

  it('of AutoML changes with the content of its table', async () => {
    const before = await automl('table');
    write('table/a.csv', '1,3');
    expect(await automl('table')).not.toBe(before);
  });

  it.each([
    ['the target', { targetColumnName: 'z' }],
    ['the metric', { primaryMetric: 'Accuracy' }],
    ['a limit', { limitSettings: { maxTrials: 3 } }],
    ['the algorithms', { trainingSettings: { allowedTrainingAlgorithms: ['LightGBM'] } }]
  ])('of AutoML changes with %s', async (_what, change) => {
    expect(await automl('table', change)).not.toBe(await automl('table'));
  });

  it.each(['code/main.py', 'table/deep/b.csv', 'table/new.csv'])(
    'changes with the content of %s',
    async path => {
      const before = await of();
      write(path, 'changed');
      expect(await of()).not.toBe(before);
    }
  );

  it.each(['https://example.com/x.csv', here('nowhere'), 'azureml:no-such:1'])(
    'is undefined when the content of %s is unknown',
    async uri => {
      expect(await of({ inputs: { x: { jobInputType: 'uri_file', uri } } })).toBeUndefined();
    }
  );
});
