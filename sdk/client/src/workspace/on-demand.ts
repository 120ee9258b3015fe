import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Variables } from '../arm/client/index.js';
import { fail } from './errors.js';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * The variables of the workspace that stands in when none is configured: what `carry env` prints, which starts that
 * workspace when it is not running. Asked of our own command, so that the client needs nothing but the variables.
 */
export async function variablesOnDemand(environment: Variables): Promise<Record<string, string>> {
  const { failed, stdout, stderr } = await carryEnv(environment);
  if (failed) throw fail('NoWorkspace', { reason: lastLine(stderr) || failed.message });
  return JSON.parse(stdout) as Record<string, string>;
}

function carryEnv(
  environment: Variables
): Promise<{ failed: Error | null; stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [command, 'env', '--json'],
      { env: environment, windowsHide: true },
      (failed, stdout, stderr) => {
        resolve({ failed, stdout, stderr });
      }
    );
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
