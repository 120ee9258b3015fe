import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync
} from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isCarryError } from 'carry-ml/errors';
import { fail } from './service-errors.js';
import { files } from './tls/authority.js';

/** A file or folder directly in a home. */
export interface HomeEntry {
  path: string;
  kind: 'file' | 'folder' | 'link';
  /** A noun phrase for errors, such as `its settings`. */
  content: string;
  /** The others are created again when they are missing. */
  isKept: boolean;
}

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
  /** The environments that were built for jobs, unless a setting names another folder. */
  get environments(): string {
    return join(this.root, 'environments');
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

  /** Everything that a server creates in the home. */
  get entries(): HomeEntry[] {
    const entry = (path: string, kind: HomeEntry['kind'], content: string, isKept = false) => ({
      path,
      kind,
      content,
      isKept
    });
    return [
      entry(this.database, 'file', 'its database', true),
      entry(`${this.database}-wal`, 'file', 'the last changes of its database', true),
      entry(`${this.database}-shm`, 'file', 'the index of the last changes'),
      entry(this.secret, 'file', 'its secret', true),
      entry(this.settings, 'file', 'its settings', true),
      entry(this.blobs, 'folder', 'the content of blobs', true),
      entry(this.jobs, 'folder', 'the working folders of jobs', true),
      entry(this.environments, 'folder', 'the environments of jobs'),
      entry(this.tls, 'folder', 'its certificates'),
      ...Object.values(files(this.tls)).map(path => entry(path, 'file', 'a certificate or key')),
      entry(this.lock, 'file', 'its lock'),
      entry(`${this.lock}-journal`, 'file', 'the journal of its lock'),
      entry(this.serviceFile, 'file', 'its address'),
      entry(this.log, 'file', 'its log'),
      entry(`${this.log}.1`, 'file', 'its earlier log'),
      entry(this.signInPage, 'file', 'the page that signs in a browser'),
      entry(this.nodeModules, 'link', 'a link to the packages of jobs')
    ];
  }

  /** The first sign that a server has worked here before, as a path; undefined in a new home. */
  get signOfUse(): string | undefined {
    // The server creates its secret after its database.
    if (existsSync(this.secret)) return this.secret;
    return firstFileBelow(this.blobs) ?? firstFileBelow(this.jobs);
  }

  /** Creates the folders, readable by their owner only, and makes the files accessible to their owner. */
  create(): this {
    try {
      createFolder(this.root);
      chmodSync(this.root, 0o700);
      this.checkKinds();
      for (const folder of [this.tls, this.blobs, this.jobs]) createLast(folder);
      for (const { path } of this.entries) openToOwner(path);
    } catch (cause) {
      if (isCarryError(cause)) throw cause;
      const { code, path } = cause as NodeJS.ErrnoException;
      const reason = [code ?? String(cause), path?.startsWith(join(this.root, '/')) && path]
        .filter(Boolean)
        .join(' ');
      throw fail('HomeUnusable', { home: this.root, reason }, { cause });
    }
    return this;
  }

  /** Throws HomeEntryMisplaced or HomeLinkDangling when something else has the name of a file or folder of the home. */
  private checkKinds(): void {
    for (const { path, kind, content } of this.entries) {
      const found = kind === 'link' ? lstatIfExists(path) : statIfExists(path);
      if (!found && lstatIfExists(path))
        throw fail('HomeLinkDangling', { path, content, target: readlinkSync(path) });
      if (!found) continue;
      const fits = {
        file: found.isFile(),
        folder: found.isDirectory(),
        link: found.isSymbolicLink()
      };
      if (!fits[kind]) throw fail('HomeEntryMisplaced', { path, content, kind });
    }
  }
}

const statIfExists = (path: string) => statSync(path, { throwIfNoEntry: false });
const lstatIfExists = (path: string) => lstatSync(path, { throwIfNoEntry: false });

/** Restores the rights of the owner, without which the server could not use the file. */
function openToOwner(path: string): void {
  const found = statIfExists(path);
  if (!found) return;
  const wanted = found.isDirectory() ? 0o700 : 0o600;
  if ((found.mode & wanted) !== wanted) chmodSync(path, (found.mode & 0o777) | wanted);
}

/** Returns the path of a file below the folder, or undefined when it has none. */
function firstFileBelow(folder: string): string | undefined {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const file = entry.isDirectory() ? firstFileBelow(path) : path;
    if (file) return file;
  }
  return undefined;
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
