import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { CleanMachine, installed } from './installed.js';

const machine = new CleanMachine();
const inFolder = (...argv: string[]) =>
  machine.run(installed.together, argv, { VIRTUAL_ENV: installed.venv });
const carry = (...args: string[]) =>
  inFolder(join(installed.together, 'node_modules', '.bin', 'carry'), ...args);

beforeEach(context => {
  context.skip(installed.offline !== undefined, installed.offline);
});
afterAll(() => {
  machine.remove();
});

describe.each(['carry-ml', '@carry-ml/local', '@carry-ml/adder'])('the package %s', name => {
  it('contains its README, the licence and no tests', () => {
    const folder = join(installed.together, 'node_modules', name);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toMatch(`# ${name}\n`);
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toMatch(/^MIT License/);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter(file => /\.test\.|test-support|\.map$|tsbuildinfo/.test(file))).toEqual([]);
  });
});

describe('carry-ml with @carry-ml/local', () => {
  it('starts a workspace, completes a Python notebook, and stops', async () => {
    writeNotebook(join(installed.together, 'sum.ipynb'), {
      parameters: 'a = 1',
      cells: ['print("the sum is", a + 30)']
    });
    expect(await carry('up')).toMatchObject({ code: 0, stderr: '' });
    try {
      const { code, stdout } = await carry('submit', 'sum.ipynb', '-p', 'a=20', '--stream');
      expect(stdout).toContain('the sum is 50');
      expect(code).toBe(0);
      const jobs = JSON.parse((await carry('runs', '--json')).stdout) as { status: string }[];
      expect(jobs.map(({ status }) => status)).toEqual(['Completed']);
    } finally {
      expect(await carry('down')).toMatchObject({ code: 0 });
    }
    expect((await carry('status')).stdout).toMatch(/not running|does not run/);
  });
});

describe('the types of the packages', () => {
  it('resolve for a program', async () => {
    writeFileSync(
      join(installed.together, 'program.ts'),
      `import { connect, type Job } from 'carry-ml';
import { Runs } from 'carry-ml/tracking';
import { train, type Adder } from '@carry-ml/adder';
import { localWorkspace } from '@carry-ml/local';
export const job: Promise<Job> = connect().then(ws => ws.jobs.submitNotebook('a.ipynb'));
export const up: Promise<{ origin: string }> = localWorkspace.up();
export const adder: Promise<Adder> = train({ seed: 7 });
// @ts-expect-error: a wrong argument is rejected, so the types are not \`any\`
export const wrong = train({ seed: 'seven' });
export { Runs };
`
    );
    const options = ['--noEmit', '--strict', '--module', 'NodeNext', '--target', 'ES2022'];
    const tsc = [process.execPath, 'node_modules/typescript/bin/tsc', '--types', 'node'];
    const checked = await inFolder(...tsc, ...options, 'program.ts');
    expect(checked).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('@carry-ml/adder', () => {
  it('trains and adds', async () => {
    writeFileSync(
      join(installed.together, 'adder.mjs'),
      `import { train } from '@carry-ml/adder';
const adder = await train({ seed: 7 });
console.log(adder.add('20+30'));
`
    );
    const { code, stdout } = await inFolder(process.execPath, 'adder.mjs');
    expect(stdout.trim().split('\n').at(-1)).toBe('50');
    expect(code).toBe(0);
  });
});
