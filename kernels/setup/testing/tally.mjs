/**
 * @typedef {object} Test
 * @property {string} name
 * @property {'passed' | 'failed' | 'skipped'} outcome
 * @property {string} [reason] Why it failed or was skipped; of one that passed, why it had to be run twice.
 */

/** Counts the tests of all suites. One that is skipped without a reason counts as failed: nobody could say whether it should have run. */
export class Tally {
  #passed = 0;
  #flaky = [];
  #failed = [];
  #skipped = [];

  /** @param {string} suite @param {Test[]} tests */
  add(suite, tests) {
    const named = outcome =>
      tests
        .map(requireReason)
        .filter(test => test.outcome === outcome)
        .map(test => ({ ...test, name: `${suite}: ${test.name}` }));
    const passed = named('passed').length;
    this.#passed += passed;
    this.#flaky.push(...named('passed').filter(({ reason }) => reason));
    this.#failed.push(...named('failed'));
    this.#skipped.push(...named('skipped'));
    console.log(`${suite}: ${sum(passed, named('failed').length, named('skipped').length)}`);
  }

  /** Is 1 if a test failed or if no test passed. */
  get exitCode() {
    return this.#failed.length > 0 || this.#passed === 0 ? 1 : 0;
  }

  print() {
    console.log('');
    for (const { name, reason } of this.#skipped)
      console.log(`SKIPPED ${name}: ${oneLine(reason)}`);
    for (const { name, reason } of this.#flaky) console.log(`FLAKY   ${name}: ${oneLine(reason)}`);
    for (const { name, reason } of this.#failed) console.log(`FAILED  ${name}: ${oneLine(reason)}`);
    console.log(sum(this.#passed, this.#failed.length, this.#skipped.length));
  }
}

/** @param {Test} test */
function requireReason(test) {
  if (test.outcome !== 'skipped' || oneLine(test.reason) !== '') return test;
  const reason = 'skipped without a reason; say it with skip(condition, reason)';
  return { ...test, outcome: 'failed', reason };
}

const sum = (passed, failed, skipped) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

const oneLine = (text = '') => text.trim().split('\n', 1)[0].slice(0, 500);
