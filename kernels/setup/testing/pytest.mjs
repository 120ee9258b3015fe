import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programOf, root } from '../places.mjs';
import { cleanEnvironment } from './clean-environment.mjs';
import { readJunit } from './junit.mjs';
import { testVenv } from './tools.mjs';

/** Runs a folder of Python tests. @returns {Promise<import('./tally.mjs').Test[]>} */
export async function runPytest(folder) {
  const temporary = mkdtempSync(path.join(tmpdir(), 'carry-test-'));
  const report = path.join(temporary, 'junit.xml');
  try {
    const options = ['-q', '--tb=short', '-p', 'no:cacheprovider', `--junitxml=${report}`];
    const code = await new Promise(resolve => {
      const child = spawn(
        programOf(testVenv, 'python'),
        ['-B', '-m', 'pytest', ...options, folder],
        { cwd: root, stdio: 'inherit', env: cleanEnvironment() }
      );
      child.once('error', resolve);
      child.once('exit', resolve);
    });
    const tests = existsSync(report) ? readJunit(readFileSync(report, 'utf8')) : [];
    if (code !== 0 && !tests.some(test => test.outcome === 'failed'))
      tests.push({
        name: 'the suite itself',
        outcome: 'failed',
        reason: `pytest ended with ${code}; its output is above`
      });
    return tests;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
