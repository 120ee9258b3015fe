import { describe, expect, it } from 'vitest';
import { kindOf, matchesGlob, schemaOf } from './example-files.js';
import { page } from './page.js';
import { computesOf, environmentsOf, modelsOf } from './prior-resources.js';
import { reasonOf } from './reasons.js';
import { standInsOf } from './stand-ins.js';

const schema = (name: string) => `$schema: https://azuremlschemas.azureedge.net/latest/${name}`;

describe('the kind of an example file', () => {
  it.each([
    ['commandJob.schema.json', 'job'],
    ['pipelineComponent.schema.json', 'pipeline component'],
    ['commandComponent.schema.json', 'component'],
    ['managedOnlineDeployment.schema.json', 'online deployment'],
    ['pipelineComponentBatchDeployment.schema.json', 'pipeline batch deployment'],
    ['Schedule.json', 'schedule']
  ])('follows from its schema: %s', (name, kind) => {
    expect(kindOf(schemaOf(schema(name))!)).toBe(kind);
  });

  it('is none for a file of another program', () => {
    expect(schemaOf('name: env\ndependencies:\n  - python=3.10\n')).toBeUndefined();
    expect(kindOf('Flow')).toBeUndefined();
  });

  it('is that of a job for fine-tuning, which has no schema', () => {
    expect(kindOf(schemaOf('type: finetuning\nname: x\n')!)).toBe('job');
  });
});

describe('a choice of files', () => {
  it('is a folder, or a glob', () => {
    expect(matchesGlob('jobs/basics/hello.yml', 'jobs/basics')).toBe(true);
    expect(matchesGlob('jobs/basics/hello.yml', 'jobs/*/hello*')).toBe(true);
    expect(matchesGlob('jobs/basics/hello.yml', '**/hello.yml')).toBe(true);
    expect(matchesGlob('jobs/basics/hello.yml', 'jobs/hello*')).toBe(false);
  });
});

describe('what is made before the examples', () => {
  it('are the computes that they name', () => {
    const text =
      'compute: azureml:cpu-cluster\ndefault_compute: "big"\ncompute: ${{parent.inputs.c}}';
    expect(computesOf(text)).toEqual(['cpu-cluster', 'big']);
  });

  it('are the models that deployments name', () => {
    const text = 'model: azureml:credit:3\n  model: azureml:other@latest\nmodel: ./model';
    expect(modelsOf(text)).toEqual([
      { name: 'credit', version: '3' },
      { name: 'other', version: '1' }
    ]);
  });
});

describe('the environments that deployments name', () => {
  it('are those that Azure does not have', () => {
    const text = 'environment: azureml:AzureML-sklearn-1.5@latest\n  environment: azureml:mine:2';
    expect(environmentsOf(text)).toEqual([{ name: 'mine', version: '2' }]);
  });
});

describe('generated data', () => {
  it('stand in for URLs, and for local files that are not there', () => {
    const text = 'inputs:\n  a:\n    path: https://x.net/iris.csv\n  b:\n    path: ./titles.csv\n';
    expect(standInsOf('job.yml', text, () => false)).toEqual({
      'https://x.net/iris.csv': 'tables/iris.csv'
    });
    const missing = 'path: ./training-mltable-folder';
    expect(Object.keys(standInsOf('job.yml', missing, () => false))).toEqual([
      './training-mltable-folder'
    ]);
    expect(standInsOf('job.yml', missing, () => true)).toEqual({});
  });

  it('stand in for a folder that lacks files, in the example that the table names alone', () => {
    const file = 'jobs/single-step/pytorch/word-language-model/job.yml';
    expect(standInsOf(file, 'path: data', () => true)).toEqual({ data: 'corpus' });
    expect(standInsOf('jobs/other/job.yml', 'path: data', () => true)).toEqual({});
  });
});

describe('the reason of a result', () => {
  it('is the sentence of the error, without what the client adds', () => {
    const error =
      '(UserError) There is no compute.\nCode: UserError\nMessage: There is no compute.';
    expect(reasonOf(error)).toBe('There is no compute.');
  });

  it('of a single file may be known', () => {
    const error = "ParallelRunError: The input 'job_data_path' has no files.";
    const mnist = 'jobs/pipelines/mnist-batch-identification-using-parallel/pipeline.yml';
    expect(reasonOf(error, mnist)).toContain('downloads from the internet');
    expect(reasonOf(error, 'jobs/other.yml')).toBe(error);
  });

  it('names the field that azure-ai-ml refuses', () => {
    const error =
      'Validation for JobSchema failed:\n\n {\n  "code": [\n    "Unknown field."\n  ]\n} ';
    expect(reasonOf(error)).toBe(
      "azure-ai-ml refuses the file, at its field 'code': Unknown field."
    );
  });
});

describe('the page', () => {
  it('lists every file with its outcome, and counts them', () => {
    const row = { schema: 'commandJob', kind: 'job', path: 'jobs/a.yml' };
    const text = page(
      [
        { ...row, outcome: 'Completed', reason: '', standIns: ['tables/iris.csv'] },
        { ...row, path: 'jobs/b.yml', outcome: 'failed', reason: 'It has no *stars*' }
      ],
      {
        commit: 'c0ffee',
        client: 'azure-ai-ml 1',
        machine: 'a laptop',
        limitMinutes: 5,
        packages: []
      }
    );
    expect(text).toContain('- `jobs/a.yml` (job): **Completed**. With `tables/iris.csv`.');
    expect(text).toContain('- `jobs/b.yml` (job): **failed**. It has no \\*stars\\*.');
    expect(text).toMatch(/\| all +\| 1 +\| 0 +\| 0 +\| 1 +\|/);
  });
});
