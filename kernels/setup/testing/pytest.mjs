import { programOf } from '../places.mjs';
import { readJunit } from './junit.mjs';
import { reportedRun } from './reported-run.mjs';
import { testVenv } from './tools.mjs';

/** Runs a folder of Python tests. @returns {Promise<import('./tally.mjs').Test[]>} */
export function runPytest(folder) {
  const options = ['-q', '--tb=short', '-p', 'no:cacheprovider'];
  return reportedRun(
    'pytest',
    report => ({
      program: programOf(testVenv, 'python'),
      args: ['-B', '-m', 'pytest', ...options, `--junitxml=${report}`, folder]
    }),
    readJunit
  );
}
