#!/usr/bin/env node
// `npm run setup`: everything that a checkout needs to run. Plain JavaScript without packages: it runs before there are any.
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernel, sdk, sidebar } from './builds.mjs';
import { reportFailures } from './failure.mjs';
import { checkDisk, checkNode, findPython } from './machine.mjs';
import { nodePackages } from './node-packages.mjs';
import { inRoot, venv } from './places.mjs';
import { mlflowPage, pythonEnvironment, pythonPackages } from './python-packages.mjs';
import { doSteps } from './steps.mjs';

/** Sets everything up; returns quickly when it already is. */
export async function setUp() {
  checkNode();
  const fresh = !existsSync(path.join(venv, 'pyvenv.cfg')) || !existsSync(inRoot('node_modules'));
  if (fresh) {
    checkDisk();
    // A missing Python is reported before anything is downloaded.
    await findPython();
    console.log('Setting up Carry. The first time takes a few minutes; it can be interrupted.');
  }
  mkdirSync(venv, { recursive: true });
  const python = [pythonEnvironment(), pythonPackages(), mlflowPage()];
  const steps = [nodePackages(), ...python, sdk(), sidebar(), kernel()];
  return doSteps(steps, path.join(venv, 'carry-setup.json'));
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await reportFailures(async () => {
    const changed = await setUp();
    console.log(changed ? 'Carry is set up. `npm start` opens it.' : 'Carry is set up already.');
  });
