import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot, root } from '../places.mjs';
import { cleanEnvironment } from './clean-environment.mjs';

const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
const reporter = fileURLToPath(new URL('./vitest-reporter.mjs', import.meta.url));

/** Runs one project of vitest.config.ts. @returns {Promise<import('./tally.mjs').Test[]>} */
export async function runVitest(project, { oneByOne = false, env = {} } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'carry-test-'));
  const report = path.join(folder, 'report.json');
  try {
    const args = ['run', '--project', project, '--passWithNoTests', '--reporter', 'dot'];
    if (oneByOne) args.push('--no-file-parallelism');
    const code = await new Promise(resolve => {
      const child = spawn(process.execPath, [program, ...args, '--reporter', reporter], {
        cwd: root,
        stdio: 'inherit',
        env: cleanEnvironment({ ...env, CARRY_TEST_REPORT: report })
      });
      child.once('error', resolve);
      child.once('exit', resolve);
    });
    const tests = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
    if (code !== 0 && !tests.some(test => test.outcome === 'failed'))
      tests.push({
        name: 'the suite itself',
        outcome: 'failed',
        reason: `vitest ended with ${code}; its output is above`
      });
    return tests;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
