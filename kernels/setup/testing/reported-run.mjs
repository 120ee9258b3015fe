import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../places.mjs';
import { cleanEnvironment } from './clean-environment.mjs';

/**
 * Runs a test runner and reads its report. A runner that fails without a failed test counts as a failed test.
 * @param {string} name of the runner
 * @param {(report: string) => { program: string, args: string[], env?: Record<string, string> }} commandFor returns the command that writes its report to this path
 * @param {(text: string) => import('./tally.mjs').Test[]} read the report
 * @returns {Promise<import('./tally.mjs').Test[]>}
 */
export async function reportedRun(name, commandFor, read) {
  const folder = mkdtempSync(path.join(tmpdir(), 'carry-test-'));
  const report = path.join(folder, 'report');
  try {
    const { program, args, env } = commandFor(report);
    const code = await new Promise(resolve => {
      const child = spawn(program, args, {
        cwd: root,
        stdio: 'inherit',
        env: cleanEnvironment(env)
      });
      child.once('error', resolve);
      child.once('exit', resolve);
    });
    const tests = existsSync(report) ? read(readFileSync(report, 'utf8')) : [];
    if (code !== 0 && !tests.some(test => test.outcome === 'failed'))
      tests.push({
        name: 'the suite itself',
        outcome: 'failed',
        reason: `${name} ended with ${code}; its output is above`
      });
    return tests;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
