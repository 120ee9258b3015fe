import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describePython, findMachine } from './machine.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'carry-machine-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A project with a virtual environment. */
function project(name: string): { from: string; venv: string } {
  const from = join(root, name, 'notebooks');
  const venv = join(root, name, '.venv');
  mkdirSync(from, { recursive: true });
  mkdirSync(venv);
  writeFileSync(join(venv, 'pyvenv.cfg'), '');
  return { from, venv };
}

describe('the Python of jobs', () => {
  it('is that of the nearest .venv at the first start', () => {
    const { from, venv } = project('a');
    expect(findMachine({ environment: {}, from }).virtualEnv).toBe(venv);
  });

  it('stays when the workspace is started again in another folder', () => {
    const [a, b] = [project('a'), project('b')];
    const { virtualEnv } = findMachine({ environment: {}, from: b.from, previous: a.venv });
    expect(virtualEnv).toBe(a.venv);
  });

  it('changes to an environment that is active', () => {
    const [a, b] = [project('a'), project('b')];
    const environment = { VIRTUAL_ENV: b.venv };
    expect(findMachine({ environment, from: a.from, previous: a.venv }).virtualEnv).toBe(b.venv);
  });

  it('changes when the one of before is gone', () => {
    const { from, venv } = project('b');
    const previous = join(root, 'gone', '.venv');
    expect(findMachine({ environment: {}, from, previous }).virtualEnv).toBe(venv);
  });
});

describe('describePython', () => {
  it('names the Python', () => {
    const { from, venv } = project('a');
    expect(describePython(venv, { environment: {}, from })).toBe(
      `Jobs run on the Python of ${venv}.`
    );
    expect(describePython(null, { environment: {}, from: root })).toBe(
      "Jobs run on the 'python' of the PATH."
    );
  });

  it('says how to change to the one that a user may expect', () => {
    const [a, b] = [project('a'), project('b')];
    expect(describePython(a.venv, { environment: {}, from: b.from })).toBe(
      `Jobs run on the Python of ${a.venv}, as the workspace was started with it before. The environment ${b.venv} is not used; to change that, activate it, and run 'carry down' and 'carry up'.`
    );
    expect(describePython(a.venv, { environment: { VIRTUAL_ENV: b.venv }, from: a.from })).toMatch(
      /The active environment .* is not used; to change that, run 'carry down' and 'carry up'\.$/
    );
  });
});
