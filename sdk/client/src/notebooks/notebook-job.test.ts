import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobSideFiles } from './job-side.js';
import { notebookJob } from './notebook-job.js';
import { progressErrorText, progressOf } from './progress.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carry-job-'));
  path = join(folder, 'a b.ipynb');
});
afterEach(() => rm(folder, { recursive: true }));

const notebook = (fields: object = {}) =>
  JSON.stringify({
    nbformat: 4,
    metadata: { kernelspec: { name: 'tslab' } },
    cells: [
      { cell_type: 'markdown', source: '# Hi', metadata: {} },
      {
        cell_type: 'code',
        metadata: { tags: ['parameters'] },
        source: ['let text = "";\n', 'let n = 1;']
      }
    ],
    ...fields
  });

describe('notebookJob', () => {
  it('creates a command that contains no value', async () => {
    await writeFile(path, notebook());
    const job = await notebookJob(path, { parameters: { text: '"; rm -rf / #', n: '2' } });
    expect(job.command).toBe('python .carry/run_notebook.py');
    expect(job.displayName).toBe('a b');
    expect(job.environmentVariables).toEqual({
      CARRY_NOTEBOOK: 'a b.ipynb',
      CARRY_OUTPUT: 'outputs/a b.ipynb',
      CARRY_PARAMETERS: '{"text":"\\"; rm -rf / #","n":2}'
    });
    expect(job.properties).toEqual({
      'carry.notebook': 'a b.ipynb',
      'carry.kernel': 'tslab',
      'carry.language': 'typescript'
    });
  });

  it('leaves the values of a sweep to its trials, converted to the types of their parameters', async () => {
    const source = 'let n: bigint = 1n\nlet lr: number = 0.1';
    const cells = [{ cell_type: 'code', metadata: { tags: ['parameters'] }, source }];
    await writeFile(path, notebook({ cells }));
    const { command, sweep, environmentVariables } = await notebookJob(path, {
      sweep: { values: { n: ['2', 3], lr: ['1e-3'] } }
    });
    expect(command).toContain(' --json n=${{search_space.n}} --json lr=${{search_space.lr}}');
    expect(sweep?.choices).toEqual({ n: [2, 3], lr: [0.001] });
    expect(environmentVariables).toMatchObject({
      CARRY_PARAMETER_TYPES: expect.stringContaining('"n":"bigint"') as string
    });
    expect(environmentVariables).not.toHaveProperty('CARRY_PARAMETER_DEFAULTS');
    const both = notebookJob(path, { parameters: { lr: 1 }, sweep: { values: { lr: [1, 2] } } });
    await expect(both).rejects.toMatchObject({ code: 'SweepInvalid', target: 'lr' });
    const wrong = notebookJob(path, { sweep: { values: { lr: [1, 'fast'] } } });
    await expect(wrong).rejects.toMatchObject({ code: 'ParameterInvalid', target: 'lr' });
  });

  it('sends types of TypeScript and literal defaults beside the values, each whole number with all its digits', async () => {
    const source = 'let n: bigint = 1n\nlet lr: number = 0.1\nlet big = 2n\nlet home = env.HOME';
    const cells = [{ cell_type: 'code', metadata: { tags: ['parameters'] }, source }];
    await writeFile(path, notebook({ cells }));
    const { environmentVariables } = await notebookJob(path, {
      parameterTexts: { n: '9007199254740993', home: '/data' }
    });
    expect(environmentVariables).toMatchObject({
      CARRY_PARAMETERS: '{"n":9007199254740993,"home":"/data"}',
      CARRY_PARAMETER_TYPES: '{"n":"bigint","lr":"number","big":"bigint"}',
      CARRY_PARAMETER_DEFAULTS: '{"lr":0.1,"big":2}'
    });
  });

  it.each([
    ['bash', 'bash'],
    ['ir', 'R'],
    ['.net-csharp', 'C#']
  ])('passes parameters of the kernel %s on, whose cell is not read', async (name, language) => {
    await writeFile(path, notebook({ metadata: { kernelspec: { name, language } } }));
    const { environmentVariables } = await notebookJob(path, { parameterTexts: { rate: '0.5' } });
    expect(environmentVariables.CARRY_PARAMETERS).toBe('{"rate":0.5}');
  });

  it('refuses parameters of a language in which nothing can set variables', async () => {
    await writeFile(
      path,
      notebook({ metadata: { kernelspec: { name: 'gnuplot', language: 'gnuplot' } } })
    );
    await expect(notebookJob(path, { parameters: { rate: 1 } })).rejects.toMatchObject({
      code: 'ParametersUnsupported',
      message: expect.stringContaining("'gnuplot'") as string
    });
    await expect(notebookJob(path)).resolves.toMatchObject({ parameters: {} });
  });

  it('takes the job side along, without its tests', async () => {
    await writeFile(path, notebook());
    const { snapshot } = await notebookJob(path);
    const names = snapshot.files.map(file => file.path);
    expect(names).toContain('a b.ipynb');
    expect(names).toContain('.carry/run_notebook.py');
    expect(names.filter(name => /test|__pycache__/.test(name))).toEqual([]);
    expect(snapshot.bytes).toBe(snapshot.files.reduce((sum, file) => sum + file.size, 0));
  });

  it('tells the job how often a notebook that fails is run again', async () => {
    await writeFile(path, notebook());
    const variablesOf = async (retries?: number) =>
      (await notebookJob(path, { retries })).environmentVariables;
    expect(await variablesOf(2)).toMatchObject({ CARRY_RETRIES: '2' });
    expect(await variablesOf(0)).not.toHaveProperty('CARRY_RETRIES');
    for (const wrong of [-1, 1.5, NaN, 11])
      await expect(variablesOf(wrong)).rejects.toMatchObject({ code: 'RetriesInvalid' });
  });

  it('puts large parameters into the snapshot instead of a variable', async () => {
    await writeFile(path, notebook());
    const text = '😀'.repeat(5000);
    const { snapshot, environmentVariables } = await notebookJob(path, { parameters: { text } });
    expect(environmentVariables).not.toHaveProperty('CARRY_PARAMETERS');
    const name = environmentVariables.CARRY_PARAMETERS_FILE ?? '';
    const file = snapshot.files.find(f => f.path === `.carry/${name}`);
    expect(JSON.parse(file?.content ?? '')).toEqual({ text });
    expect(file?.size).toBe(Buffer.byteLength(file?.content ?? ''));
  });

  it.each([
    ['not json', 'it is not JSON'],
    ['{}', 'it has no cells'],
    [notebook({ nbformat: 3 }), 'its nbformat is 3'],
    [notebook({ metadata: {} }), 'it names no kernel']
  ])('refuses the notebook %s', async (text, reason) => {
    await writeFile(path, text);
    await expect(notebookJob(path)).rejects.toThrow(reason);
  });

  it('reports a notebook that does not exist', async () => {
    await expect(notebookJob(path)).rejects.toMatchObject({ code: 'NotebookNotFound' });
  });
});

it('jobSideFiles says where it looked when the job side is missing', async () => {
  await expect(jobSideFiles([folder])).rejects.toThrow(folder);
});

describe('progressOf', () => {
  it('reads the tags that the job side writes', () => {
    expect(
      progressOf({
        'carry.cells.total': '7',
        'carry.cells.done': '3',
        'carry.cell.current': '4',
        'carry.cell.failed': '4',
        'carry.error.name': 'ValueError',
        'carry.error.message': 'bad'
      })
    ).toEqual({
      done: 3,
      of: 7,
      cell: 4,
      failedCell: 4,
      error: { name: 'ValueError', message: 'bad' }
    });
  });

  it('reads why a job could not start its kernel', () => {
    const tags = { 'carry.error.name': 'JobRefused', 'carry.error.message': 'No kernel.' };
    const progress = progressOf(tags);
    expect(progress).toMatchObject({ done: 0, of: 0, cell: 0 });
    expect(progress?.error && progressErrorText(progress.error)).toBe('No kernel.');
  });

  it('is undefined for a run that is not a notebook or has not begun', () => {
    expect(progressOf({ 'mlflow.runName': 'x' })).toBeUndefined();
  });

  it('says what the job does until its first cell runs', () => {
    const tags = { 'carry.step': "Starting the kernel 'tslab'." };
    expect(progressOf(tags)).toEqual({ done: 0, of: 0, cell: 0, step: tags['carry.step'] });
    const runs = { ...tags, 'carry.cells.total': '3', 'carry.cell.current': '1' };
    expect(progressOf(runs)).toEqual({ done: 0, of: 3, cell: 1 });
  });
});
