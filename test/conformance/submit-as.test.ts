import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Workspace } from 'carry-ml';
import { submitAs, writeJobFile } from 'carry-ml/notebooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { writeNotebook } from '../notebook-file.js';

const python = fileURLToPath(new URL('../.venv/bin/python', import.meta.url));
const TEXTS = [
  'no',
  '1e3',
  '2026-01-01',
  `a "b" 'c' \\ $(id)`,
  'two\nlines\n',
  'é 😀 \u2028 \u0085',
  '<<',
  '='
];

/** Loads the job file as `az ml job create --file` does, submits it and prints what the workspace has of it. */
const SUBMIT = `
import json, os, sys
from azure.ai.ml import MLClient, load_job
from azure.identity import DefaultAzureCredential
e = os.environ
client = MLClient(DefaultAzureCredential(), e["AZUREML_ARM_SUBSCRIPTION"], e["AZUREML_ARM_RESOURCEGROUP"], e["AZUREML_ARM_WORKSPACE_NAME"])
made = client.jobs.create_or_update(load_job(sys.argv[1]))
print(json.dumps({"name": made.name, "tags": made.tags, "variables": getattr(made, "environment_variables", None), "description": made.description}))
`;

/** Tests the texts that describe a submit to other tools: Microsoft's own client submits them to a workspace that runs them. */
describe('the submit of a notebook for other tools', { timeout: 300_000 }, () => {
  let workspace: LocalWorkspace;
  let ws: Workspace;
  let folder: string;
  let notebook: string;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    folder = mkdtempSync(join(tmpdir(), "carry it's "));
    mkdirSync(join(folder, 'sub'));
    notebook = join(folder, 'sub', 'sum "x".ipynb');
    writeNotebook(notebook, {
      parameters: 'text = ""',
      cells: ['import os; print(repr(text), repr(os.environ["NO"]))']
    });
    ws = await connect({ environment: workspace.environment, from: folder });
  }, 60_000);
  afterAll(async () => {
    await workspace.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const options = {
    parameters: { text: TEXTS.join('|') },
    compute: 'cpu',
    experiment: 'shown',
    description: TEXTS.join('|'),
    tags: Object.fromEntries(TEXTS.map(text => [text, text])),
    environmentVariables: { NO: TEXTS[3]!, ON: 'off' },
    timeout: 600
  };
  const logOf = async (name: string) => {
    const job = await ws.jobs.get(name);
    await job.completed();
    let log = '';
    for await (const line of job.logs()) log += `${line}\n`;
    return log;
  };

  it('is a job file that azure-ai-ml loads and submits, and the job completes', async () => {
    const file = await writeJobFile(notebook, options);
    const said = await run(python, ['-c', SUBMIT, file], workspace.environment);
    expect(said.stderr.split('\n').filter(line => line.includes('Error'))).toEqual([]);
    const made = JSON.parse(said.stdout) as Record<string, Record<string, string>> & {
      name: string;
    };
    expect(made.tags).toEqual({ ...options.tags, 'carry.notebook': basename(notebook) });
    expect(made.description).toBe(options.description);
    expect(made.variables).toMatchObject(options.environmentVariables);
    expect(await logOf(made.name)).toContain(`'a "b" \\'c\\' \\\\ $(id)'`);
  });

  const sweep = { ...options, sweep: { values: { text: TEXTS }, metric: 'score' }, parameters: {} };
  /** Waits for a sweep, and returns how many trials ran with one of the texts. */
  const trialsOf = async (name: string) => {
    const job = await ws.jobs.get(name);
    await job.completed();
    const logs: string[] = [];
    for await (const trial of job.children()) {
      const trialJob = await ws.jobs.get(trial.name);
      expect(TEXTS).toContain(trialJob.spec.parameters.text);
      logs.push(await logOf(trial.name));
    }
    return logs.length;
  };

  it('is a job file of a sweep, whose trials get each value', async () => {
    const file = await writeJobFile(notebook, sweep);
    const said = await run(python, ['-c', SUBMIT, file], workspace.environment);
    const { name } = JSON.parse(said.stdout) as { name: string };
    expect(await trialsOf(name)).toBe(TEXTS.length);
  });

  it('is Python that submits a sweep', async () => {
    await writeJobFile(notebook, sweep);
    const { id, kind } = ws;
    const texts = await submitAs(
      notebook,
      { ...sweep, sweep: { ...sweep.sweep, values: { text: ['a b', 'no'] } } },
      { kind, ...id }
    );
    writeFileSync(join(folder, 'submit.py'), texts.python);
    const said = await run(python, [join(folder, 'submit.py')], workspace.environment);
    expect(said.stderr).not.toContain('Traceback');
    const name = said.stdout.trim().split('\n').at(-1) ?? '';
    expect((await ws.jobs.get(name)).spec.tags).toMatchObject(options.tags);
    await (await ws.jobs.get(name)).completed();
  });

  it('is Python that runs, and the job completes', async () => {
    await writeJobFile(notebook, options);
    const { id, kind } = ws;
    const texts = await submitAs(notebook, options, { kind, ...id });
    writeFileSync(join(folder, 'submit.py'), texts.python);
    const said = await run(python, [join(folder, 'submit.py')], workspace.environment);
    expect(said.stderr).not.toContain('Traceback');
    const name = said.stdout.trim().split('\n').at(-1) ?? '';
    expect(await logOf(name)).toContain(`'a "b" \\'c\\' \\\\ $(id)'`);
    expect((await ws.jobs.get(name)).spec.tags).toMatchObject(options.tags);
  });
});
