import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environment } from './command.mjs';
import { Failure } from './failure.mjs';
import { inRoot, programOf, state, venv } from './places.mjs';

const log = path.join(state, 'jupyterlab.log');
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 15_000;

/** A running JupyterLab in its own process group, so that Ctrl-C in the terminal signals only the launcher. */
export class JupyterLab {
  #child;
  #ended;
  #origin;
  #token = randomBytes(24).toString('hex');

  static start(port, folder, extra) {
    return new JupyterLab(port, folder, extra);
  }

  constructor(port, folder, extra) {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    this.#origin = `http://127.0.0.1:${port}`;
    const output = openSync(log, 'w', 0o600);
    this.#child = spawn(programOf(venv, 'python'), jupyterArguments(port, folder), {
      cwd: folder,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', output, output],
      env: environment({
        ...extra,
        CARRY_NODE: process.execPath,
        CARRY_LAB_TOKEN: this.#token,
        VIRTUAL_ENV: venv,
        JUPYTER_CONFIG_DIR: path.join(state, 'config'),
        JUPYTER_DATA_DIR: path.join(state, 'data'),
        JUPYTER_RUNTIME_DIR: path.join(state, 'runtime'),
        IPYTHONDIR: path.join(state, 'ipython')
      })
    });
    this.#ended = new Promise(resolve => {
      this.#child.once('exit', resolve);
      this.#child.once('error', resolve);
    });
  }

  /** Resolves when the process has exited. */
  get ended() {
    return this.#ended;
  }

  /** Resolves with the address and its token when the server responds. */
  async ready() {
    const until = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < until && this.#child.pid && this.#child.exitCode === null) {
      if (await responds(`${this.#origin}/api`)) return `${this.#origin}/lab?token=${this.#token}`;
      await delay(100);
    }
    await this.stop();
    throw new Failure(`JupyterLab did not start: ${lastLogLine()}`, log);
  }

  /** Asks the server to stop with SIGTERM, and kills it if it does not stop in time. */
  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGTERM');
    const outcome = await Promise.race([
      this.#ended,
      delay(STOP_TIMEOUT_MS, 'late', { ref: false })
    ]);
    if (outcome === 'late') this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

function jupyterArguments(port, folder) {
  return [
    inRoot('kernels', 'jupyter', 'lab.py'),
    '--no-browser',
    `--config=${inRoot('kernels', 'jupyter', 'jupyter_server_config.py')}`,
    // JupyterLab does not read this setting from the file above.
    `--LabApp.app_settings_dir=${inRoot('kernels', 'jupyter', 'settings')}`,
    `--ServerApp.root_dir=${folder}`,
    `--ServerApp.port=${port}`,
    // Jupyter refuses to run as root by default; containers often have no other user.
    ...(process.getuid?.() === 0 ? ['--allow-root'] : [])
  ];
}

async function responds(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

function lastLogLine() {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return lines.at(-1) || 'it printed nothing.';
}
