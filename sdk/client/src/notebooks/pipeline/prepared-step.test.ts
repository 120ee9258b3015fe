import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareSteps } from './prepared-step.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carry-steps-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('a script has the environment variables of its step', async () => {
  const path = join(folder, 'train.py');
  await writeFile(path, '');
  const steps = await prepareSteps({ train: { path, environmentVariables: { MODE: 'fast' } } });
  expect(steps.train?.environmentVariables).toEqual({ MODE: 'fast' });
  const wrong = prepareSteps({ train: { path, environmentVariables: { 'a b': 'x' } } });
  await expect(wrong).rejects.toMatchObject({ code: 'VariableInvalid' });
});
