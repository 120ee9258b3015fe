import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Variables } from '../arm/client/index.js';
import { fail } from './errors.js';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Returns the variables of the local workspace, which is used when none is configured: the output of `carry env`, which
 * starts that workspace if necessary. A child process, so that the client depends on nothing but the variables.
 */
export async function variablesOnDemand(
  environment: Variables,
  signal?: AbortSignal
): Promise<Record<string, string>> {
  const { failed, stdout, stderr } = await carryEnv(environment, signal);
  signal?.throwIfAborted();
  if (failed) throw fail('NoWorkspace', { reason: lastLine(stderr) || failed.message });
  return JSON.parse(stdout) as Record<string, string>;
}

function carryEnv(
  environment: Variables,
  signal: AbortSignal | undefined
): Promise<{ failed: Error | null; stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [command, 'env', '--json'],
      { env: environment, signal, windowsHide: true },
      (failed, stdout, stderr) => {
        resolve({ failed, stdout, stderr });
      }
    );
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
