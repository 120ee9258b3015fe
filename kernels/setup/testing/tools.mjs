import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { fingerprint } from '../fingerprint.mjs';
import { inRoot, programOf, venv } from '../places.mjs';
import { uv } from '../python-packages.mjs';
import { doSteps } from '../steps.mjs';

/** The environment of pytest, ruff and the third-party clients, separate from the users' `.venv`. */
export const testVenv = inRoot('test', '.venv');

const python = programOf(testVenv, 'python');
const log = path.join(testVenv, 'setup.log');
// Exact, because ruff formats differently from version to version.
const tools = ['pytest~=9.0', 'ruff==0.17.5'];
const clients = path.join('test', 'requirements.txt');

/** Installs the Python tools of `npm run check`. */
export const setUpTools = () => doSteps([toolStep], stamps);

/** Installs what `npm test` needs: the tools, and the clients that test the local workspace. */
export const setUpTests = () =>
  doSteps(
    existsSync(inRoot(clients)) ? [toolStep, clientStep, ...ownVenvSteps] : [toolStep],
    stamps
  );

const stamps = path.join(testVenv, 'carry-setup.json');

const toolStep = {
  name: 'Test tools',
  fingerprint: () => fingerprint([], ...tools),
  isPresent: () => existsSync(programOf(testVenv, 'ruff')),
  async run() {
    await makeVenv(testVenv);
    await install('Installing the test tools', tools);
  }
};

const clientStep = {
  name: 'Third-party clients',
  fingerprint: () => fingerprint([clients]),
  isPresent: () => existsSync(python),
  run: () => install('Installing the third-party clients', ['-r', inRoot(clients)])
};

/** Clients that cannot share an environment with the others: each has one of its own, and a file of requirements with the same ending. */
const ownVenvSteps = [
  // An older MLflow, because the plugin allows no newer one.
  ownVenvStep("Azure's MLflow plugin", 'azureml-mlflow'),
  // Azure's own server of MLflow was made for MLflow 2.
  ownVenvStep("Azure's MLflow plugin with MLflow 2", 'azureml-mlflow-2'),
  ownVenvStep("Azure's former SDK", 'azureml-core'),
  ownVenvStep('An older azure-ai-ml', 'azure-ai-ml-1.23', 'an older azure-ai-ml')
];

function ownVenvStep(name, ending, what = name) {
  const folder = inRoot('test', `.venv-${ending}`);
  const requirements = path.join('test', `requirements-${ending}.txt`);
  return {
    name,
    fingerprint: () => fingerprint([requirements]),
    isPresent: () => existsSync(programOf(folder, 'python')),
    async run() {
      await makeVenv(folder);
      await install(`Installing ${what}`, ['-r', inRoot(requirements)], folder);
    }
  };
}

async function makeVenv(folder) {
  if (existsSync(programOf(folder, 'python'))) return;
  await run(
    'Creating the test environment',
    [uv, 'venv', '--allow-existing', '--python', programOf(venv, 'python'), folder],
    { log }
  );
}

async function install(what, packages, folder = testVenv) {
  const into = ['--python', programOf(folder, 'python')];
  await run(what, [uv, 'pip', 'install', ...into, ...packages], { log });
}
