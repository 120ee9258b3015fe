import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The built client of this checkout, wherever this file itself was built to. */
const client = dirname(createRequire(import.meta.url).resolve('carry-ml'));
/** The folder of this checkout. */
export const root = join(client, '../../..');
/** The `carry` command of this checkout. */
export const cli = join(client, 'cli', 'main.js');

/** A new local workspace, started with the `carry` command. */
export interface LocalWorkspace {
  home: string;
  /** The variables of `carry env`, as the environment of a child process. */
  environment: Record<string, string>;
  /** Runs the `carry` command on this workspace. */
  carry: (...args: string[]) => Promise<Outcome>;
  /** Runs another program of this repository on this workspace. */
  run: (file: string, args: string[]) => Promise<Outcome>;
  stop: () => Promise<void>;
}

/** Exit code and output of a command. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Starts a local workspace with settings (environment variables), in a new folder or the given one. */
export async function startLocalWorkspace(
  settings: Record<string, string> = {},
  home = mkdtempSync(join(tmpdir(), 'carry-home-'))
): Promise<LocalWorkspace> {
  const base = { ...ownEnvironment(), CARRY_HOME: home, ...settings };
  const carry = (...args: string[]) => run(process.execPath, [cli, ...args], base);
  expectOk(await carry('up'));
  const printed = expectOk(await carry('env', '--json'));
  return {
    home,
    environment: { ...base, ...(JSON.parse(printed.stdout) as Record<string, string>) },
    carry,
    run: (file, args) => run(file, args, base, root),
    stop: async () => {
      expectOk(await carry('down'));
      rmSync(home, { recursive: true, force: true });
    }
  };
}

/** Runs a program and waits until it ends. */
export function run(
  file: string,
  args: string[],
  env: Record<string, string>,
  cwd?: string
): Promise<Outcome> {
  return new Promise(resolve => {
    execFile(file, args, { env, cwd, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

function expectOk(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(`carry ended with ${outcome.code}: ${outcome.stderr}`);
  return outcome;
}

/** Returns this process's variables without those that would direct a client to another workspace. */
function ownEnvironment(): Record<string, string> {
  const foreign = /^(CARRY_|AZUREML_|MLFLOW_|IDENTITY_|ARM_CLOUD)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && !foreign.test(pair[0])
    )
  );
}
