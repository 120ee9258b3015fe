import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { notebookEnvironment } from './default-environment.js';

/** Packages that the checkout's Python has for JupyterLab and for building the sidebar, and no job needs. */
const LAB = ['hatchling', 'jupyter-server-proxy', 'jupyterlab'];

it("has the packages that the checkout's own Python has for notebooks", () => {
  const requirements = new URL('../../../../kernels/requirements.in', import.meta.url);
  const lines = readFileSync(requirements, 'utf8').split('\n').filter(Boolean);
  const packages = lines.map(line => /^[\w-]+/.exec(line)?.[0] ?? line);
  const condaFile = notebookEnvironment.condaFile;
  const missing = packages.filter(name => !new RegExp(`- ${name}\\b`).test(condaFile));
  expect(missing).toEqual(LAB);
});
