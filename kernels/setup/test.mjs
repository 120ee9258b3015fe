#!/usr/bin/env node
// `npm test`: sets up what tests need, runs every suite and adds them up. `npm test -- unit kernels` runs only those.
import { Failure, reportFailures } from './failure.mjs';
import { setUp } from './setup.mjs';
import { findBrowser } from './testing/browser.mjs';
import { runPytest } from './testing/pytest.mjs';
import { Tally } from './testing/tally.mjs';
import { setUpTests } from './testing/tools.mjs';
import { runVitest } from './testing/vitest.mjs';

const suites = {
  unit: () => runVitest('unit'),
  types: () => runVitest('types'),
  kernels: () => runPytest('test/kernels'),
  conformance: () => runVitest('conformance', { oneByOne: true }),
  e2e: endToEnd,
  packages
};

await reportFailures(async () => {
  const chosen = choose(process.argv.slice(2));
  const tally = new Tally();
  const problem = await setUpProblem();
  if (problem) tally.add('set-up', [{ name: 'npm test', outcome: 'failed', reason: problem }]);
  else for (const name of chosen) tally.add(name, await suites[name]());
  // The summary is always the last line.
  tally.print();
  process.exitCode = tally.exitCode;
});

function choose(requested) {
  const all = Object.keys(suites);
  const unknown = requested.find(name => !all.includes(name));
  if (unknown)
    throw new Failure(`There is no suite '${unknown}'. The suites are: ${all.join(', ')}.`);
  return requested.length > 0 ? requested : all;
}

async function setUpProblem() {
  try {
    await setUp();
    await setUpTests();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

async function endToEnd() {
  const browser = await findBrowser();
  if (browser.path)
    return runVitest('e2e', { oneByOne: true, env: { CHROMIUM_PATH: browser.path } });
  return [{ name: 'all tests', outcome: 'skipped', reason: browser.reason }];
}

/** The packages as users install them; the sidebar among them needs a browser. */
async function packages() {
  const { path } = await findBrowser();
  return runVitest('packages', { oneByOne: true, env: path ? { CHROMIUM_PATH: path } : {} });
}
