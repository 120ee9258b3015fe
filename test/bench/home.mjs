import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withEnding } from './ending.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'sdk/client/dist/cli/main.js');

/** Runs `work` with the variables of a fresh local workspace. */
export async function withWorkspace(work) {
  const home = mkdtempSync(join(tmpdir(), 'carry-bench-'));
  const env = { ...process.env, CARRY_HOME: home };
  const carry = (...args) =>
    execFileSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  const end = () => {
    carry('down');
    rmSync(home, { recursive: true, force: true });
  };
  return withEnding(end, () => {
    carry('up');
    const environment = { ...env, ...JSON.parse(carry('env', '--json')) };
    return work({ home, carry, environment });
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
