import { fileURLToPath } from 'node:url';
import { inRoot } from '../places.mjs';
import { reportedRun } from './reported-run.mjs';

/** The program of vitest. */
export const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const reporter = fileURLToPath(new URL('./vitest-reporter.mjs', import.meta.url));

/** Runs one project of vitest.config.ts. @returns {Promise<import('./tally.mjs').Test[]>} */
export function runVitest(project, { oneByOne = false, env = {} } = {}) {
  const options = ['--passWithNoTests', '--reporter', 'dot', '--reporter', reporter];
  if (oneByOne) options.push('--no-file-parallelism');
  return reportedRun(
    'vitest',
    report => ({
      program: process.execPath,
      args: [vitest, 'run', '--project', project, ...options],
      env: { ...env, CARRY_TEST_REPORT: report }
    }),
    JSON.parse
  );
}
