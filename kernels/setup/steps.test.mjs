import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { doSteps } from './steps.mjs';

let stamps;
const step = (name, over = {}) => ({
  name,
  fingerprint: () => 'same',
  run: vi.fn(async () => undefined),
  ...over
});

beforeEach(() => {
  stamps = path.join(mkdtempSync(path.join(tmpdir(), 'carry-steps-')), 'sub', 'stamps.json');
});

describe('doSteps', () => {
  it('runs each step once', async () => {
    const steps = [step('one'), step('two')];
    expect(await doSteps(steps, stamps)).toBe(true);
    expect(await doSteps(steps, stamps)).toBe(false);
    for (const { run } of steps) expect(run).toHaveBeenCalledTimes(1);
  });

  it('runs a step again if its fingerprint has changed, and only that one', async () => {
    let version = 1;
    const changing = step('changing', { fingerprint: () => String(version) });
    const other = step('other');
    await doSteps([changing, other], stamps);
    version = 2;
    await doSteps([changing, other], stamps);
    expect(changing.run).toHaveBeenCalledTimes(2);
    expect(other.run).toHaveBeenCalledTimes(1);
  });

  it('runs a step again if its result was deleted', async () => {
    let present = true;
    const one = step('one', { isPresent: () => present });
    await doSteps([one], stamps);
    present = false;
    await doSteps([one], stamps);
    expect(one.run).toHaveBeenCalledTimes(2);
  });

  it('continues after an interruption with the interrupted step', async () => {
    const one = step('one');
    const two = step('two');
    two.run.mockRejectedValueOnce(new Error('interrupted'));
    await expect(doSteps([one, two], stamps)).rejects.toThrow('interrupted');
    await doSteps([one, two], stamps);
    expect(one.run).toHaveBeenCalledTimes(1);
    expect(two.run).toHaveBeenCalledTimes(2);
  });

  it('runs every step again if the stamp file was truncated', async () => {
    const one = step('one');
    await doSteps([one], stamps);
    writeFileSync(stamps, '{"one": "sa');
    await doSteps([one], stamps);
    expect(one.run).toHaveBeenCalledTimes(2);
  });
});
