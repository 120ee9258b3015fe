import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { CleanMachine, installed } from './installed.js';

const machine = new CleanMachine();
const node = process.execPath;
const carry = (folder: string): string => join(folder, 'node_modules', '.bin', 'carry');

beforeEach(context => {
  context.skip(installed.offline !== undefined, installed.offline);
});

/** The first TypeScript example of the package's README. */
function readmeExample(): string {
  const readme = readFileSync(join(installed.alone, 'node_modules/carry-ml/README.md'), 'utf8');
  const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  if (example === undefined) throw new Error('The README of carry-ml has no TypeScript example.');
  return example;
}

beforeAll(() => {
  if (installed.offline !== undefined) return;
  writeFileSync(join(installed.alone, 'example.mjs'), readmeExample());
  writeNotebook(join(installed.alone, 'train.ipynb'), {
    parameters: 'epochs = 1',
    cells: [
      'from pathlib import Path\nPath("outputs/model").mkdir(parents=True)',
      'Path("outputs/model/weights.txt").write_text("7")\nprint(f"trained for {epochs} epochs")'
    ]
  });
});
afterAll(() => {
  machine.remove();
});

describe('carry-ml alone', () => {
  it('installs no local workspace and no TensorFlow', () => {
    const lock = readFileSync(join(installed.alone, 'package-lock.json'), 'utf8');
    expect(lock).toContain('node_modules/@azure/identity');
    expect(lock).not.toMatch(/node_modules\/(@carry-ml|@tensorflow|libsql|fastify)/);
  });

  it('names the missing package when no workspace runs', async () => {
    const { code, stderr } = await machine.run(installed.alone, [node, 'example.mjs']);
    expect(code).toBe(1);
    expect(stderr.split('\n').filter(line => line.includes('@carry-ml/local'))).toHaveLength(1);
    expect(stderr).toContain("Run 'npm install @carry-ml/local'");
  });

  it('names it for the command, too', async () => {
    expect(await machine.run(installed.alone, [carry(installed.alone), 'up'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^carry: The local workspace is not installed\. Run 'npm install @carry-ml\/local'.*\n$/
      ) as string
    });
  });
});

describe('carry-ml with a running workspace', () => {
  const host = new CleanMachine();
  const onHost = (...args: string[]) =>
    host.run(installed.together, [carry(installed.together), ...args], {
      VIRTUAL_ENV: installed.venv
    });

  beforeAll(async () => {
    if (installed.offline === undefined) await onHost('up');
  });
  afterAll(async () => {
    if (installed.offline === undefined) await onHost('down');
    host.remove();
  });

  it('runs the example of its README', async () => {
    const { stdout } = await onHost('env', '--json');
    const variables = JSON.parse(stdout) as Record<string, string>;
    const ended = await machine.run(installed.alone, [node, 'example.mjs'], variables);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('trained for 3 epochs');
    expect(ended.stdout.trim().split('\n').at(-1)).toBe('my-model has version 1');
  });
});
