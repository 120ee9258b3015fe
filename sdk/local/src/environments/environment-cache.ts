import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildFacts } from './environment-build.js';
import type { Install } from './environment-request.js';
import { processStart } from '../process-stat.js';
import { pythonOf } from './installer.js';
import type { ChosenPython } from './pythons.js';

/** A virtual environment that is complete. */
export interface BuiltEnvironment extends BuildFacts {
  /** The folder of the cache that contains it. */
  folder: string;
  venv: string;
  /** The version of its Python. */
  python: string;
  /** How long the build took, in milliseconds. */
  durationMs: number;
}

/** Marks a complete environment and has the facts of its build. Its modification time is that of the last use. */
const READY = 'ready.json';
/** Identifies the process of the server that builds: its id, and when it started. */
const BUILDING = 'building';
/** Increased when environments are built differently. */
const FORMAT = 2;
const KEY_LENGTH = 24;
const isFolder = new RegExp(`^[0-9a-f]{${KEY_LENGTH}}-[0-9a-f]{6}$`);

/**
 * The environments that have been built, each in a folder of its own. Virtual environments cannot be moved, so each is built in place; it
 * exists once its marker does, and a crash leaves a folder without marker, which the next start removes.
 */
export class EnvironmentCache {
  /** The folders of the builds of this server. */
  private readonly begun = new Set<string>();

  constructor(readonly root: string) {}

  /** The key of an environment: the same packages on the same Python and system are built once. */
  key(installs: readonly Install[], python: ChosenPython): string {
    const content = JSON.stringify([
      FORMAT,
      process.platform,
      process.arch,
      [python.path, python.version, python.insteadOf ?? ''],
      installs.map(each => ({ ...each, requirements: [...each.requirements].sort() }))
    ]);
    return createHash('sha256').update(content).digest('hex').slice(0, KEY_LENGTH);
  }

  /** Finds a complete environment and marks it as used now. One whose Python was removed from the machine is discarded. */
  find(key: string): BuiltEnvironment | undefined {
    for (const name of this.names(key)) {
      const folder = join(this.root, name);
      const venv = join(folder, 'venv');
      if (!existsSync(join(folder, READY))) continue;
      if (existsSync(pythonOf(venv))) {
        const now = new Date();
        utimesSync(join(folder, READY), now, now);
        const facts = JSON.parse(readFileSync(join(folder, READY), 'utf8')) as BuiltEnvironment;
        return { ...facts, folder, venv };
      }
      this.retire(folder);
    }
    return undefined;
  }

  /** Creates an empty folder for a build. */
  begin(key: string): string {
    const folder = join(this.root, `${key}-${randomBytes(3).toString('hex')}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, BUILDING), `${process.pid} ${processStart(process.pid) ?? ''}`);
    this.begun.add(folder);
    return folder;
  }

  /** Completes a build. */
  complete(folder: string, facts: Omit<BuiltEnvironment, 'folder' | 'venv'>): BuiltEnvironment {
    writeFileSync(join(folder, READY), JSON.stringify(facts), { flush: true });
    rmSync(join(folder, BUILDING), { force: true });
    this.begun.delete(folder);
    return { ...facts, folder, venv: join(folder, 'venv') };
  }

  /** Takes an environment out of use; its files remain to be removed. */
  retire(folder: string): void {
    rmSync(join(folder, READY), { force: true });
  }

  async discard(folder: string): Promise<void> {
    this.retire(folder);
    this.begun.delete(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Lists the complete environments with the time of their last use, in milliseconds since 1970. */
  list(): { folder: string; usedAt: number }[] {
    return this.names().flatMap(name => {
      const folder = join(this.root, name);
      const ready = statSync(join(folder, READY), { throwIfNoEntry: false });
      return ready ? [{ folder, usedAt: ready.mtimeMs }] : [];
    });
  }

  /** Removes the folders of builds that an earlier server did not complete. */
  async removeLeftovers(): Promise<void> {
    for (const name of this.names()) {
      const folder = join(this.root, name);
      if (!existsSync(join(folder, READY)) && !this.isBeingBuilt(folder))
        await this.discard(folder);
    }
  }

  private names(key = ''): string[] {
    if (!existsSync(this.root)) return [];
    return readdirSync(this.root).filter(name => name.startsWith(key) && isFolder.test(name));
  }

  /** True while the server that builds it runs. Several servers may share one cache. */
  private isBeingBuilt(folder: string): boolean {
    if (this.begun.has(folder)) return true;
    const path = join(folder, BUILDING);
    const [, pid = '', start] =
      /^(\d+) (.+)$/.exec(existsSync(path) ? readFileSync(path, 'utf8') : '') ?? [];
    // The system uses process ids again; in a container, every server may have the same one.
    const isOther = Number(pid) !== process.pid;
    return isOther && start !== undefined && processStart(Number(pid)) === start;
  }
}
