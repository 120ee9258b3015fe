#!/usr/bin/env node
// `npm run docs`: builds the documentation into docs/site and checks its links.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { finished } from '../kernels/setup/command.mjs';
import { Failure, reportFailures } from '../kernels/setup/failure.mjs';
import { nodePackages } from '../kernels/setup/node-packages.mjs';
import { inRoot, venv } from '../kernels/setup/places.mjs';
import { doSteps } from '../kernels/setup/steps.mjs';
import { brokenLinks } from './links.mjs';

const site = inRoot('docs', 'site');
const typedoc = inRoot('node_modules', 'typedoc', 'bin', 'typedoc');

await reportFailures(async () => {
  await doSteps([nodePackages()], path.join(venv, 'carry-setup.json'));
  await rm(site, { recursive: true, force: true });
  const options = ['--options', inRoot('docs', 'typedoc.config.mjs')];
  const { code, output } = await finished([process.execPath, typedoc, ...options]);
  if (code !== 0) throw new Failure(`The documentation has faults:\n${output.trimEnd()}`);
  const broken = await brokenLinks(site);
  if (broken.length > 0)
    throw new Failure(`The documentation has broken links:\n${broken.join('\n')}`);
  console.log(`The documentation is built: ${path.join(site, 'index.html')}`);
});
