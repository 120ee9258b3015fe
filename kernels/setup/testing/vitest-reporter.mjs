import { writeFileSync } from 'node:fs';
import path from 'node:path';

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
  if (result.state === 'passed') return { name, outcome: 'passed' };
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

const failed = (name, error) => ({
  name,
  outcome: 'failed',
  reason: error?.message ?? String(error)
});
