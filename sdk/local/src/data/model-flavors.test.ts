import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { flavorsIn, modelFlavors } from './model-flavors.js';

const mlmodel = `artifact_path: model
flavors:
  python_function:
    env: {conda: conda.yaml, virtualenv: python_env.yaml}
    loader_module: mlflow.sklearn
    predict_fn: predict
    code: null
  sklearn:
    sklearn_version: 1.5.2
    serialization_format: cloudpickle
    threads: 4
# A comment does not end a block.
  onnx: {}
model_uuid: abc
signature:
  inputs: '[{"type": "long"}]'
`;
const flavors = {
  python_function: {
    data: {
      env: '{"conda":"conda.yaml","virtualenv":"python_env.yaml"}',
      loader_module: 'mlflow.sklearn',
      predict_fn: 'predict'
    }
  },
  sklearn: {
    data: { sklearn_version: '1.5.2', serialization_format: 'cloudpickle', threads: '4' }
  },
  onnx: { data: {} }
};

describe('flavorsIn', () => {
  it('reads each setting as a text', () => {
    expect(flavorsIn(mlmodel)).toEqual(flavors);
    expect(flavorsIn(mlmodel.replaceAll('\n', '\r\n'))).toEqual(flavors);
  });

  it.each([
    ['no flavors', 'model_uuid: abc'],
    ['flavors that are no mapping', 'flavors: 3'],
    ['nothing', ''],
    ['more than it may have', `flavors:\n${'  a: {b: c}\n'.repeat(5000)}`],
    ['nested brackets', `flavors: ${'['.repeat(10_000)}`]
  ])('reads %s as none', (_what, text) => {
    expect(flavorsIn(text)).toEqual({});
  });
});

describe('modelFlavors', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'flavors-'));
    mkdirSync(join(root, 'blobs', 'azureml-blobstore', 'm'), { recursive: true });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const file = () => join(root, 'blobs', 'azureml-blobstore', 'm', 'MLmodel');
  const read = (source = 'azureml://datastores/workspaceblobstore/paths/m/') =>
    modelFlavors(source, {
      blobs: new BlobFiles(join(root, 'blobs'), new LibsqlDatabase(':memory:')),
      origin: () => 'https://127.0.0.1:1',
      findAsset: () => undefined,
      declared: () => undefined,
      currentUrl: url => url,
      outputUri: () => undefined
    });

  it('reads the MLmodel of the folder', () => {
    writeFileSync(file(), mlmodel);
    expect(read()).toEqual(flavors);
  });

  it('finds none in a folder without MLmodel, in data elsewhere and behind a wrong URI', () => {
    expect(read()).toEqual({});
    expect(read('https://example.com/model')).toEqual({});
    expect(read('azureml:nothing:1')).toEqual({});
  });

  it('finds none in a file that is no YAML, too long or a folder', () => {
    writeFileSync(file(), 'flavors:\n  a: [\n\t}');
    expect(read()).toEqual({});
    writeFileSync(file(), `${mlmodel}${' '.repeat(1024 * 1024)}`);
    expect(read()).toEqual({});
    rmSync(file());
    mkdirSync(file());
    expect(read()).toEqual({});
  });

  it('does not follow a link out of the store', () => {
    writeFileSync(join(root, 'secret'), mlmodel);
    symlinkSync(join(root, 'secret'), file());
    expect(read()).toEqual({});
  });
});
