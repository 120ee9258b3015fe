import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { reportFailures } from '../failure.mjs';
import { root } from '../places.mjs';
import { setUp } from '../setup.mjs';
import { cleanEnvironment } from './clean-environment.mjs';
import { setUpTests } from './tools.mjs';
import { vitest } from './vitest.mjs';

/**
 * Sets up what tests need, then runs tests that take many minutes and shows what they print. This process ends as they do.
 *
 * @param {string[]} tests Arguments of vitest that choose the tests.
 */
export function runLongSuite(tests, env = {}) {
  return reportFailures(async () => {
    await setUp();
    await setUpTests();
    const shown = ['--silent=false', '--disable-console-intercept'];
    const child = spawn(process.execPath, [vitest, 'run', ...tests, ...shown], {
      cwd: root,
      stdio: 'inherit',
      env: cleanEnvironment(env)
    });
    const [code] = await once(child, 'exit');
    process.exitCode = code ?? 1;
  });
}
