import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';

/** The places where the set-up of this suite has installed the packages. */
export interface Installed {
  /** A folder with `carry-ml` alone. */
  alone: string;
  /** A folder with `carry-ml`, `@carry-ml/local`, `@carry-ml/adder` and TypeScript. */
  together: string;
  /** A Python environment with the wheel. */
  venv: string;
  /** Another one with the wheel's optional Node.js. */
  venvWithNode: string;
  /** The reason why the packages could not be installed, if the registries are not accessible. */
  offline?: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    installed: Installed;
  }
}

export const installed = inject('installed');

/** Exit code and output of a program. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** A user's machine: an empty home, the programs of the system and Node on the PATH, nothing of this checkout. */
export class CleanMachine {
  readonly home = mkdtempSync(join(tmpdir(), 'carry-home-'));

  readonly path = [
    ...new Set([dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'])
  ].join(':');

  /** The environment of a program that this user starts. */
  environment(variables: Record<string, string> = {}): Record<string, string> {
    return { HOME: this.home, PATH: this.path, LANG: 'C.UTF-8', ...variables };
  }

  /** Runs a program and waits until it ends. */
  run(
    cwd: string,
    [file = '', ...args]: string[],
    variables?: Record<string, string>
  ): Promise<Outcome> {
    const options = { cwd, env: this.environment(variables), maxBuffer: 64 << 20 };
    return new Promise(resolve => {
      execFile(file, args, options, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
        resolve({ code, stdout, stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
