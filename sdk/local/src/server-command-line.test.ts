import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './server-command-line.js';

const bin = fileURLToPath(new URL('../bin/carry-local.mjs', import.meta.url));
const manifest = fileURLToPath(new URL('../package.json', import.meta.url));

describe('carry-local', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });

  it('runs the server when it has no arguments', () => {
    expect(parseCommandLine([])).toEqual({ kind: 'serve' });
  });

  it.each(['--help', '-h'])('prints its options and variables for %s', option => {
    const { status, stdout } = run(option);
    expect(status).toBe(0);
    for (const text of ['Usage: carry-local', '--version', 'CARRY_HOME', 'CARRY_DISK_LIMIT'])
      expect(stdout).toContain(text);
  });

  it.each(['--version', '-v'])('prints the version of the package for %s', option => {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    expect(run(option)).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  it.each(['--prot', 'up', 'toString'])('refuses the unknown argument %s', argument => {
    expect(run(argument)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `carry-local has no option '${argument}'. Run 'carry-local --help' to list its options.\n`
    });
  });
});
