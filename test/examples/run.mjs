#!/usr/bin/env node
// `npm run test:examples -- FOLDER`: sets up what the test needs, then runs it. Without a folder it is skipped before the set-up.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { testPrograms } from '../../kernels/setup/builds.mjs';
import { reportFailures } from '../../kernels/setup/failure.mjs';
import { setUp } from '../../kernels/setup/setup.mjs';
import { setUpTests } from '../../kernels/setup/testing/tools.mjs';

const [folder] = process.argv.slice(2).filter(argument => !argument.startsWith('-'));
await reportFailures(async () => {
  if (folder && existsSync(join(folder, 'cli', 'jobs'))) {
    await setUp();
    await setUpTests();
    await testPrograms();
    await import('../dist/examples/main.js');
    return;
  }
  const reason = folder
    ? `${folder} is no checkout of azureml-examples: it has no folder cli/jobs`
    : 'no folder with a checkout of azureml-examples is given';
  console.log(`skipped: ${reason}. Usage: npm run test:examples -- FOLDER`);
});
