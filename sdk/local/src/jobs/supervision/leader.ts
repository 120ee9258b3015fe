import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createCgroup, removeCgroup } from './cgroup.js';
import type { Containment } from './containment.js';
import { leaderScript } from './leader-script.js';
import type { LogLimits } from './log-limits.js';

/** How a job's leader ended. */
export interface Exit {
  code: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** How often a new leader is polled until it has started. */
const START_POLL_INTERVAL_MS = 4;

/** The parts of a job that its leader needs to start. */
export interface LeaderStart {
  log: { path: string; limits: LogLimits };
  environment: Record<string, string>;
  containment: Containment;
  /** Names the job's control group. */
  mark: string;
  /** Called at the end of the leader, if this server is still running by then. */
  onExit: () => void;
}

/** The leader process of one job, observed through the files that it writes in the job's folder. */
export class Leader {
  constructor(readonly folder: string) {}

  /** Writes the scripts, without starting anything. */
  prepare(command: string): void {
    writeFileSync(join(this.folder, 'command.sh'), `${command}\n`, { mode: 0o600 });
    writeFileSync(join(this.folder, 'leader.sh'), leaderScript, { mode: 0o600 });
  }

  /** Starts the process group; resolves once it has started. */
  async start({ log, environment, containment, mark, onExit }: LeaderStart): Promise<void> {
    const { head, tail, notice } = log.limits;
    const adopts = containment.kind === 'subreaper';
    const [file, ...args] = [
      ...(adopts ? containment.command : []),
      ...['/bin/sh', 'leader.sh', log.path, String(head), String(tail), notice],
      this.enterCgroup(containment, mark),
      adopts ? 'adopts' : ''
    ];
    const child = spawn(file, args, {
      cwd: this.folder,
      env: environment,
      detached: true,
      stdio: 'ignore'
    });
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', resolve);
    });
    child.once('exit', onExit);
    child.unref();
    while (this.startedAt === undefined && child.exitCode === null && child.signalCode === null)
      await delay(START_POLL_INTERVAL_MS);
  }

  /** Creates the job's control group, if jobs are contained by one, and returns its folder. A later server finds it by the file. */
  private enterCgroup(containment: Containment, mark: string): string {
    if (containment.kind !== 'cgroup') return '';
    const cgroup = join(containment.parent, `carry-${mark}`);
    writeFileSync(join(this.folder, 'cgroup'), cgroup);
    createCgroup(cgroup);
    return cgroup;
  }

  /** The job's control group, if it has one. */
  get cgroup(): string | undefined {
    const path = join(this.folder, 'cgroup');
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** When the job started, whichever server started it; undefined before. Milliseconds since 1970. */
  get startedAt(): number | undefined {
    const path = join(this.folder, 'started');
    return existsSync(path) ? Math.floor(statSync(path).mtimeMs) : undefined;
  }

  /** Prevents the leader from starting; false when it has started already. */
  claim(): boolean {
    try {
      mkdirSync(join(this.folder, 'started'));
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code === 'ENOENT') return true;
      throw error;
    }
  }

  /** Removes the folder. The command is removed first, so that a leader that starts late finds nothing to run. */
  async discard(): Promise<void> {
    await rm(join(this.folder, 'command.sh'), { force: true });
    if (this.cgroup !== undefined) removeCgroup(this.cgroup);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get pid(): number | undefined {
    const path = join(this.folder, 'pid');
    return existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
  }

  get exit(): Exit | undefined {
    const file = existsSync(this.folder)
      ? readdirSync(this.folder).find(name => name.startsWith('exit.'))
      : undefined;
    if (file === undefined) return undefined;
    const { mtimeMs } = statSync(join(this.folder, file));
    return { code: Number(file.slice('exit.'.length)), at: Math.floor(mtimeMs) };
  }
}
