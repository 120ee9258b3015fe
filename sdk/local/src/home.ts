import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fail } from './service-errors.js';

/** The folder with all state of one user's local workspace. Job outputs and blobs are plain files that a person can open. */
export class Home {
  readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** `$CARRY_HOME`, or by default the folder `carry` in the XDG state folder. */
  static ofUser(environment: NodeJS.ProcessEnv = process.env): Home {
    // An empty HOME would put the state into the current folder.
    const user = homedir() || userInfo().homedir;
    const state = environment.XDG_STATE_HOME || join(user, '.local', 'state');
    return new Home(environment.CARRY_HOME || join(state, 'carry'));
  }

  get database(): string {
    return join(this.root, 'state.db');
  }
  /** Locked exclusively by the running server; the kernel releases the lock when the process dies. */
  get lock(): string {
    return join(this.root, 'lock.db');
  }
  /** Written by the server once it listens, so that clients of the same user find it. */
  get serviceFile(): string {
    return join(this.root, 'service.json');
  }
  get secret(): string {
    return join(this.root, 'secret');
  }
  /** The user's settings. The file is optional. */
  get settings(): string {
    return join(this.root, 'settings.json');
  }
  get tls(): string {
    return join(this.root, 'tls');
  }
  get blobs(): string {
    return join(this.root, 'blobs');
  }
  get jobs(): string {
    return join(this.root, 'jobs');
  }
  get log(): string {
    return join(this.root, 'server.log');
  }
  /** Signs in the browser that opens it; written by 'carry ui'. */
  get signInPage(): string {
    return join(this.root, 'open-mlflow.html');
  }
  /** A link to the packages of jobs: Node searches upwards from a job's working folder and finds it. */
  get nodeModules(): string {
    return join(this.root, 'node_modules');
  }

  /** True when the file system of the home ignores case in names. */
  get foldsCase(): boolean {
    return existsSync(join(this.root, 'BLOBS'));
  }

  /** Creates the folders, readable by their owner only. */
  create(): this {
    try {
      createFolder(this.root);
      for (const folder of [this.tls, this.blobs, this.jobs]) createLast(folder);
      chmodSync(this.root, 0o700);
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
      throw fail('HomeUnusable', { home: this.root, reason }, { cause });
    }
    return this;
  }
}

/**
 * Creates a folder and the missing ones above it, one by one: on Node 20 `mkdir` with `recursive` never returns where
 * an existing folder reports ENOENT for a new one, as `/proc` does.
 */
function createFolder(path: string): void {
  try {
    createLast(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    createFolder(parent);
    createLast(path);
  }
}

/** Creates a folder in an existing one, unless it exists. */
function createLast(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
