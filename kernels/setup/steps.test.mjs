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
  it('does each step once', async () => {
    const steps = [step('one'), step('two')];
    expect(await doSteps(steps, stamps)).toBe(true);
    expect(await doSteps(steps, stamps)).toBe(false);
    for (const { run } of steps) expect(run).toHaveBeenCalledTimes(1);
  });

  it('does a step again when what it works on has changed, and only that one', async () => {
    let version = 1;
    const changing = step('changing', { fingerprint: () => String(version) });
    const other = step('other');
    await doSteps([changing, other], stamps);
    version = 2;
    await doSteps([changing, other], stamps);
    expect(changing.run).toHaveBeenCalledTimes(2);
    expect(other.run).toHaveBeenCalledTimes(1);
  });

  it('does a step again when what it made is gone', async () => {
    let there = true;
    const one = step('one', { isPresent: () => there });
    await doSteps([one], stamps);
    there = false;
    await doSteps([one], stamps);
    expect(one.run).toHaveBeenCalledTimes(2);
  });

  it('goes on after an interruption with the step that was cut short', async () => {
    const one = step('one');
    const two = step('two');
    two.run.mockRejectedValueOnce(new Error('interrupted'));
    await expect(doSteps([one, two], stamps)).rejects.toThrow('interrupted');
    await doSteps([one, two], stamps);
    expect(one.run).toHaveBeenCalledTimes(1);
    expect(two.run).toHaveBeenCalledTimes(2);
  });

  it('looks at everything again when its notes were cut short', async () => {
    const one = step('one');
    await doSteps([one], stamps);
    writeFileSync(stamps, '{"one": "sa');
    await doSteps([one], stamps);
    expect(one.run).toHaveBeenCalledTimes(2);
  });
});
