#!/usr/bin/env node
// `npm start`: sets up the checkout, starts the local workspace, and runs JupyterLab in the foreground.
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.mjs';
import { reportFailures } from './failure.mjs';
import { JupyterLab } from './jupyterlab.mjs';
import { readOptions } from './options.mjs';
import { inRoot } from './places.mjs';
import { choosePort } from './port.mjs';
import { setUp } from './setup.mjs';
import { openWorkspace } from './workspace.mjs';

await reportFailures(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return void console.log(options.help);
  const port = await choosePort(options.port);
  await setUp();
  const folder = inRoot('notebooks');
  mkdirSync(folder, { recursive: true });
  const workspace = await openWorkspace(folder);
  await serve(port, folder, workspace, options.browser);
});

async function serve(port, folder, workspace, browser) {
  const lab = JupyterLab.start(port, folder, workspace.environment);
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping JupyterLab …');
    void lab.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  const url = await ready(lab, () => stopping);
  if (url) {
    console.log(`\nJupyterLab is ready (${workspace.name}):\n\n    ${url}\n\nCtrl-C stops it.`);
    if (browser) openBrowser(url);
  }
  await lab.ended;
  if (!stopping)
    console.log('\nJupyterLab stopped unexpectedly; its log is kernels/.state/jupyterlab.log.');
  if (workspace.local)
    console.log(
      'JupyterLab has ended. The local workspace and its running jobs continue. `npx carry down` stops the workspace.'
    );
  process.exit(stopping || !url ? 0 : 1);
}

async function ready(lab, isStopping) {
  try {
    return await lab.ready();
  } catch (error) {
    if (isStopping()) return undefined;
    throw error;
  }
}
