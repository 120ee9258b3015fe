import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Writes the outcome of every test, with the reason of a failure or skip, to the file named by CARRY_TEST_REPORT. */
export default class Reporter {
  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap(module => {
      const file = path.relative(process.cwd(), module.moduleId);
      const own = [...module.children.allTests()].map(test => outcomeOf(file, test));
      // A file that cannot be loaded and a hook that throws are failures without a failed test.
      const around = [module, ...module.children.allSuites()].flatMap(suite =>
        suite.errors().map(error => failed(nameOf(file, suite), error))
      );
      return [...own, ...around];
    });
    tests.push(...unhandled.map(error => failed('outside of any test', error)));
    writeFileSync(process.env.CARRY_TEST_REPORT, JSON.stringify(tests));
  }
}

function outcomeOf(file, test) {
  const result = test.result();
  const name = nameOf(file, test);
  if (result.state === 'passed') {
    const { flaky } = test.diagnostic();
    return { name, outcome: 'passed', ...(flaky && { reason: reasonOf(result.errors[0]) }) };
  }
  if (result.state === 'failed') return failed(name, result.errors[0]);
  return { name, outcome: 'skipped', reason: result.note ?? failedAround(test) ?? '' };
}

/** Names the suite whose hook threw before a test could run. */
function failedAround(test) {
  for (let suite = test.parent; suite; suite = suite.parent)
    if (suite.errors().length > 0) return `a hook of '${suite.fullName ?? 'the file'}' failed`;
  return undefined;
}

const nameOf = (file, { fullName }) => (fullName ? `${file} > ${fullName}` : file);

const failed = (name, error) => ({ name, outcome: 'failed', reason: reasonOf(error) });

const reasonOf = error =>
  [placeOf(error), firstLine(error), ...callLog(error)].filter(Boolean).join('; ');

const firstLine = error => (error?.message ?? String(error)).trim().split('\n', 1)[0];

/** Returns what Playwright tried, each step once: its message lists that after the first line. */
function callLog(error) {
  const [, steps = ''] = stripVTControlCharacters(error?.message ?? '').split('\nCall log:\n');
  const lines = steps.split('\n').map(line => line.replace(/^[\s-]*(\d+ × )?/, ''));
  return new Set(lines.filter(line => !/^(|waiting \d+ms|retrying .*|done scrolling)$/.test(line)));
}

/** Returns the line of the test that failed. */
function placeOf(error) {
  const frames = (error?.stacks ?? []).filter(({ file }) => !file.includes('node_modules'));
  const frame = frames.find(({ file }) => /\.test\.\w+$/.test(file)) ?? frames[0];
  return frame && `${path.basename(frame.file)}:${frame.line}`;
}
