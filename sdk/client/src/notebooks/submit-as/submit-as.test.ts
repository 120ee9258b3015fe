import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { submitAs, writeJobFile, type SubmitAsOptions } from './index.js';

/** Values that a reader of YAML, a shell or a language may take for something else. */
const hostile: readonly string[] = [
  ...[
    '',
    ' ',
    'no',
    'NO',
    'on',
    'y',
    '~',
    'null',
    '=',
    '<<',
    '1e3',
    '0x10',
    '1_000',
    '1:30',
    '.inf'
  ],
  ...[
    '2026-01-01',
    '- a',
    'a: b',
    'a #b',
    '#',
    '&a',
    '*a',
    '!x',
    '%',
    '@',
    '`id`',
    '$(id)',
    '${HOME}'
  ],
  ...[
    '"',
    "'",
    `'"`,
    '\\',
    '\\"',
    "\\'",
    'a\nb',
    '\n',
    'a\n\n  b\n',
    '\t',
    '\r\n',
    '\u0007',
    '\u0085'
  ],
  ...[
    '\u2028',
    '\ufeff',
    '\u200b',
    'é',
    '漢字',
    '😀',
    '${{inputs.x}}',
    'x'.repeat(300),
    'file:x',
    '__proto__'
  ]
];
const target = {
  kind: 'azure',
  subscription: 's',
  resourceGroup: "r'g",
  workspace: '$(w)'
} as const;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "carry it's $(id) "));
  path = join(folder, 'sum "x".ipynb');
  const cell = {
    cell_type: 'code',
    source: 'text = ""\nbig = 1',
    metadata: { tags: ['parameters'] }
  };
  const kernelspec = { name: 'python3', language: 'python' };
  writeFileSync(path, JSON.stringify({ nbformat: 4, metadata: { kernelspec }, cells: [cell] }));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const optionsOf = (text: string): SubmitAsOptions => ({
  parameters: { text, big: 12345678901234567890n },
  displayName: text,
  description: text,
  tags: { [text]: text },
  environmentVariables: { NO: text },
  timeout: 90
});
const givenTags = (text: string) => Object.fromEntries([[text, text]]);
const jobTags = (text: string) => ({ ...givenTags(text), 'carry.notebook': 'sum "x".ipynb' });
const textsOf = (text: string) => submitAs(path, optionsOf(text), target);

describe('the submit of a notebook for other tools', () => {
  it('has every value in the YAML of a job', async () => {
    for (const text of hostile) {
      const { yaml } = await textsOf(text);
      const job = parse(yaml) as Record<string, Record<string, unknown>>;
      expect(job).toMatchObject({ code: '.', display_name: text, description: text });
      expect(job.tags).toEqual(jobTags(text));
      expect(job.limits).toEqual({ timeout: 90 });
      expect(job.environment_variables?.NO).toBe(text);
      expect(job.environment_variables?.CARRY_PARAMETERS).toContain('12345678901234567890');
    }
  });

  it('has every value in Python', async () => {
    const programs = await Promise.all(hostile.map(async text => (await textsOf(text)).python));
    const program = `
import ast, json, sys
found = []
for text in json.load(sys.stdin):
    tree = ast.parse(text)
    call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "command")
    found.append({k.arg: ast.literal_eval(k.value) for k in call.keywords})
print(json.dumps(found))`;
    const input = JSON.stringify(programs);
    const found = JSON.parse(
      execFileSync('python3', ['-c', program], { input }).toString()
    ) as object[];
    hostile.forEach((text, i) => {
      expect(found[i]).toMatchObject({
        display_name: text,
        description: text,
        code: folder,
        timeout: 90
      });
      expect((found[i] as { tags: object }).tags).toEqual(jobTags(text));
    });
  });

  it('has every value in TypeScript', async () => {
    for (const text of hostile) {
      const { typescript } = await textsOf(text);
      const { outputText } = transpileModule(typescript, {
        compilerOptions: { target: ScriptTarget.ESNext, module: ModuleKind.ESNext }
      });
      const given = await submitted(outputText);
      expect(given[0]).toBe('sum "x".ipynb');
      expect(given[1]).toEqual({ ...optionsOf(text), tags: givenTags(text) });
    }
  });

  it('is a command of a shell in which nothing is expanded', async () => {
    const { az } = await textsOf('x');
    const said = execFileSync('sh', ['-c', `az() { pwd; printf '%s\\n' "$@"; }\n${az}`]).toString();
    expect(said.split('\n')).toEqual([
      folder,
      ...['ml', 'job', 'create', '--file', './sum "x".job.yml', '--subscription', 's'],
      ...['--resource-group', "r'g", '--workspace-name', '$(w)', '']
    ]);
  });

  it('has no secret in any of the texts', async () => {
    const options = { environmentVariables: { HF_TOKEN: 'hush-hush', MODE: 'fast' } };
    const texts = await submitAs(path, options, { ...target, kind: 'local' });
    expect(JSON.stringify(texts)).not.toContain('hush-hush');
    expect(texts.az).toContain('--set "environment_variables.HF_TOKEN=$HF_TOKEN"');
    expect(texts.az).toContain('eval "$(npx carry env)"');
    expect(texts.python).toContain('"HF_TOKEN": os.environ["HF_TOKEN"]');
    expect(texts.typescript).toContain("HF_TOKEN: process.env.HF_TOKEN ?? ''");
    expect(await readFileOf(options)).not.toContain('hush-hush');
  });

  it('is a sweep job if parameters have several values', async () => {
    const texts = await submitAs(
      path,
      {
        ...{ parameters: { big: 2 }, timeout: 90, environmentVariables: { API_KEY: 'hush' } },
        sweep: { values: { text: ['no', `it's`] }, metric: 'a "b"', maxConcurrentTrials: 3 }
      },
      target
    );
    expect(parse(texts.yaml)).toMatchObject({
      $schema: 'https://azuremlschemas.azureedge.net/latest/sweepJob.schema.json',
      type: 'sweep',
      trial: {
        code: '.',
        command: 'python .carry/run_notebook.py --text text=${{search_space.text}}',
        environment: 'azureml:carry-notebook@latest',
        environment_variables: { CARRY_PARAMETERS: '{"big":2}' }
      },
      sampling_algorithm: 'grid',
      search_space: { text: { type: 'choice', values: ['no', 'it%27s'] } },
      objective: { primary_metric: 'a "b"', goal: 'minimize' },
      limits: { max_total_trials: 2, max_concurrent_trials: 3, trial_timeout: 90 }
    });
    expect(texts.az).toContain('--set "trial.environment_variables.API_KEY=$API_KEY"');
    expect(texts.python).toContain('"text": Choice(["no", "it%27s"])');
    expect(texts.typescript).toContain(
      `sweep: {\n    values: { text: ["no", "it's"] },\n    metric: 'a "b"',\n    goal: "Minimize",\n    maxConcurrentTrials: 3\n  }`
    );
  });

  it('names the latest version of an environment, unless another is given', async () => {
    const environmentOf = async (environment?: string) =>
      (parse((await submitAs(path, { environment }, target)).yaml) as { environment: string })
        .environment;
    expect(await environmentOf()).toBe('azureml:carry-notebook@latest');
    expect(await environmentOf('torch')).toBe('azureml:torch@latest');
    expect(await environmentOf('torch:3')).toBe('azureml:torch:3');
    expect(await environmentOf('azureml://registries/r/environments/e/versions/1')).toMatch(
      /^azureml:\/\/reg/
    );
    expect(await environmentOf('/subscriptions/s/environments/e/versions/1')).toBe(
      'azureml:/subscriptions/s/environments/e/versions/1'
    );
  });

  it('has the content of an environment that is made for the job', async () => {
    const condaFile = 'dependencies:\n  - python=3.12\n  - pip:\n      - "a==1"\n';
    const environment = { name: 'kernel-python3', image: 'some/image', condaFile };
    const texts = await submitAs(path, { environment }, target);
    const conda_file = { dependencies: ['python=3.12', { pip: ['a==1'] }] };
    expect(parse(texts.yaml)).toMatchObject({ environment: { image: 'some/image', conda_file } });
    expect(texts.python).toContain(
      `environment=Environment(image="some/image", conda_file=${JSON.stringify(conda_file)})`
    );
    expect(texts.typescript).toContain(
      'environment: { name: "kernel-python3", image: "some/image"'
    );
  });
});

describe('a job file', () => {
  it('is written beside the notebook with the job side, also where both were', async () => {
    await writeJobFile(path, {});
    const file = await writeJobFile(path, { timeout: 60 });
    expect(file).toBe(join(folder, 'sum "x".job.yml'));
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({ limits: { timeout: 60 } });
    expect(existsSync(join(folder, '.carry', 'run_notebook.py'))).toBe(true);
    expect(existsSync(join(folder, '.carry', 'carry_job', 'main.py'))).toBe(true);
  });

  it('replaces links, and never what they point to', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'carry-outside-'));
    writeFileSync(join(outside, 'kept'), 'kept');
    symlinkSync(outside, join(folder, '.carry'));
    symlinkSync(join(outside, 'kept'), join(folder, 'sum "x".job.yml'));
    await writeJobFile(path, {});
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept');
    expect(existsSync(join(outside, 'run_notebook.py'))).toBe(false);
    rmSync(outside, { recursive: true });
  });

  it('passes large parameters in a file of the job side, which no other job file replaces', async () => {
    const other = join(folder, 'other.ipynb');
    writeFileSync(other, readFileSync(path));
    const contentOf = async (notebook: string, letter: string) => {
      const file = await writeJobFile(notebook, { parameters: { text: letter.repeat(20_000) } });
      const job = parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
      const name = job.environment_variables?.CARRY_PARAMETERS_FILE ?? '';
      return () => readFileSync(join(folder, '.carry', name), 'utf8');
    };
    const [first, second] = [await contentOf(path, 'x'), await contentOf(other, 'y')];
    expect(first()).toContain('xxx');
    expect(second()).toContain('yyy');
    await contentOf(path, 'x');
    expect(second()).toContain('yyy');
  });
});

async function readFileOf(options: SubmitAsOptions): Promise<string> {
  return readFileSync(await writeJobFile(path, options), 'utf8');
}

/** Runs a program with a client that only takes down what it submits. */
async function submitted(program: string): Promise<unknown[]> {
  const body = program
    .replace(/^import .*$/m, '')
    .replace('await connect()', 'workspace')
    .replace('console.log(job.name)', '');
  let given: unknown[] = [];
  const submitNotebook = (...args: unknown[]) => Promise.resolve((given = args));
  const AsyncFunction = (async () => Promise.resolve()).constructor as new (
    ...parts: string[]
  ) => (workspace: object) => Promise<void>;
  await new AsyncFunction('workspace', body)({ jobs: { submitNotebook } });
  return given;
}
