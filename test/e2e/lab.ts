import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const inRepository = (...parts: string[]): string => join(repository, ...parts);
const run = promisify(execFile);

/** JupyterLab with the sidebar and a local workspace of its own, as `npm start` starts them, in a temporary folder. */
export class Lab {
  private constructor(
    readonly url: string,
    readonly token: string,
    /** The folder that JupyterLab shows. */
    readonly root: string,
    /** Holds the root, the workspace's state and Jupyter's own files. */
    private readonly base: string,
    private readonly server: ChildProcess,
    readonly environment: NodeJS.ProcessEnv
  ) {}

  /** Starts both, with a copy of the repository's notebooks in the root. */
  static async start(): Promise<Lab> {
    const base = mkdtempSync(join(tmpdir(), 'carry-e2e-'));
    const root = join(base, 'root');
    mkdirSync(root);
    mkdirSync(join(base, 'tmp'));
    // Python looks for no modules in a folder that did not exist at its start.
    mkdirSync(modulesIn(base));
    if (existsSync(inRepository('notebooks'))) {
      cpSync(inRepository('notebooks'), root, {
        recursive: true,
        filter: path => !/outputs|checkpoints|node_modules/.test(path)
      });
    }
    const environment = environmentIn(base);
    skipIntroduction(environment);
    await run(process.execPath, [cli, 'up'], { env: environment });
    const token = randomBytes(16).toString('hex');
    const port = await freePort();
    const server = startJupyter(base, root, port, { ...environment, CARRY_LAB_TOKEN: token });
    const url = `http://127.0.0.1:${port}/`;
    const lab = new Lab(url, token, root, base, server, environment);
    try {
      await lab.ready();
      return lab;
    } catch (e) {
      await lab.stop();
      throw e;
    }
  }

  /** The temporary folder of everything that runs for this lab. */
  get temporary(): string {
    return join(this.base, 'tmp');
  }

  /** A folder whose Python modules the Jupyter server finds. */
  get pythonModules(): string {
    return modulesIn(this.base);
  }

  /** Runs the `carry` command against this lab's workspace. */
  async carry(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [cli, ...args], { env: this.environment });
    return stdout;
  }

  /** Runs a Python program outside of any job, with the variables of `carry env`. */
  async python(source: string): Promise<string> {
    const variables = JSON.parse(await this.carry('env', '--json')) as NodeJS.ProcessEnv;
    const env = { ...this.environment, ...variables };
    const python = inRepository('.venv', 'bin', 'python');
    return (await run(python, ['-c', source], { env, cwd: this.temporary })).stdout;
  }

  /** Kills the bridge or the local workspace of this lab, as a machine without memory would. */
  kill(program: 'bridge' | 'workspace'): void {
    const main = program === 'bridge' ? 'sdk/bridge/dist/main.js' : 'sdk/local/dist/main.js';
    const home = `CARRY_HOME=${join(this.base, 'carry')}\0`;
    const found = readdirSync('/proc').filter(
      pid =>
        /^\d+$/.test(pid) && of(pid, 'cmdline').includes(main) && of(pid, 'environ').includes(home)
    );
    if (found.length === 0) throw new Error(`No ${program} of this lab runs.`);
    for (const pid of found) process.kill(Number(pid), 'SIGKILL');
  }

  /** Returns the log of the Jupyter server and the bridge. */
  log(): string {
    return readFileSync(join(this.base, 'lab.log'), 'utf8');
  }

  async stop(): Promise<void> {
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const ended = new Promise(resolve => this.server.once('exit', resolve));
      this.server.kill('SIGTERM');
      const late = delay(15_000, 'late', { ref: false });
      if ((await Promise.race([ended, late])) === 'late') this.server.kill('SIGKILL');
    }
    await run(process.execPath, [cli, 'down'], { env: this.environment });
    rmSync(this.base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 60_000;
    while (Date.now() < until && this.server.exitCode === null) {
      if (await answers(`${this.url}api`)) return;
      await delay(100);
    }
    throw new Error(`JupyterLab did not start:\n${this.log()}`);
  }
}

const cli = inRepository('sdk', 'client', 'dist', 'cli', 'main.js');

/** Returns variables without the user's own settings of Jupyter, Azure and Carry. */
function environmentIn(base: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(JUPYTER|JPY|CARRY|AZUREML|ARM|MLFLOW|IDENTITY|VITEST|NODE_ENV)/.test(name)
  );
  return {
    ...Object.fromEntries(inherited),
    CARRY_HOME: join(base, 'carry'),
    JUPYTER_CONFIG_DIR: join(base, 'jupyter', 'config'),
    JUPYTER_DATA_DIR: join(base, 'jupyter', 'data'),
    JUPYTER_RUNTIME_DIR: join(base, 'jupyter', 'runtime'),
    IPYTHONDIR: join(base, 'ipython'),
    TMPDIR: join(base, 'tmp')
  };
}

/** Users who have seen the sidebar's introduction: a test that wants it resets the setting. */
function skipIntroduction({ JUPYTER_CONFIG_DIR = '' }: NodeJS.ProcessEnv): void {
  const folder = join(JUPYTER_CONFIG_DIR, 'lab', 'user-settings', 'jupyterlab-carry');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sidebar.jupyterlab-settings'), '{"showIntroduction": false}');
}

function modulesIn(base: string): string {
  return join(base, 'python');
}

function startJupyter(
  base: string,
  root: string,
  port: number,
  environment: NodeJS.ProcessEnv
): ChildProcess {
  const log = openSync(join(base, 'lab.log'), 'w');
  const args = [
    inRepository('kernels', 'jupyter', 'lab.py'),
    `--config=${inRepository('kernels', 'jupyter', 'jupyter_server_config.py')}`,
    `--LabApp.app_settings_dir=${inRepository('kernels', 'jupyter', 'settings')}`,
    `--ServerApp.root_dir=${root}`,
    `--ServerApp.port=${port}`,
    ...(process.getuid?.() === 0 ? ['--allow-root'] : [])
  ];
  return spawn(inRepository('.venv', 'bin', 'python'), args, {
    cwd: base,
    stdio: ['ignore', log, log],
    env: {
      ...environment,
      CARRY_NODE: process.execPath,
      PYTHONPATH: modulesIn(base),
      PATH: `${inRepository('.venv', 'bin')}:${process.env.PATH ?? ''}`
    }
  });
}

/** Returns a file of a process; of one that has ended, or of another user, nothing. */
function of(pid: string, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // The server does not listen yet: the caller retries.
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
