import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { quoted } from '../shell-word.js';
import { createCgroup, removeCgroup } from './cgroup.js';
import { removeContainer } from './container-record.js';
import type { Containment } from './containment.js';
import { leaderScript } from './leader-script.js';
import type { LogLimits } from './log-limits.js';

/** How a job's leader ended. */
export interface Exit {
  code: number;
  /** Milliseconds since 1970. */
  at: number;
  /** The process that failed, in a distributed job. */
  process?: string;
}

/** The scripts of a job whose processes are started by mpirun. */
export interface MpiScripts {
  /** Starts mpirun in the folder of the job. */
  start: string;
  /** Executed by mpirun for each rank, in the same folder. */
  rank: string;
}

/** One of the processes of a distributed job. */
export interface LaunchedProcess {
  /** The name of its log, without the extension. */
  name: string;
  /** The working folder, which it may share with others. */
  work: string;
  /** Its variables, besides those of the job. */
  variables: Record<string, string>;
  /** False for a process that is ended when the others have ended. */
  isAwaited: boolean;
}

/** A log of the job, and the folder with the state of its logger. */
export interface KeptLog {
  path: string;
  state: string;
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

  /** Writes the scripts, without starting anything. A job that is not distributed has no list of processes. */
  prepare(command: string, processes: readonly LaunchedProcess[] = [], mpirun?: MpiScripts): void {
    const nodes = new Set([this.folder, ...processes.map(({ work }) => dirname(work))]);
    for (const node of nodes)
      writeFileSync(join(node, 'command.sh'), `${command}\n`, { mode: 0o600 });
    writeFileSync(join(this.folder, 'leader.sh'), leaderScript, { mode: 0o600 });
    for (const { name, work, variables, isAwaited } of processes) {
      const folder = join(this.folder, PROCESSES, name);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, 'start.sh'), startScript(work, variables), { mode: 0o600 });
      if (!isAwaited) writeFileSync(join(folder, 'serves'), '');
    }
    if (!mpirun) return;
    writeFileSync(join(this.folder, 'mpirun.sh'), mpirun.start, { mode: 0o600 });
    writeFileSync(join(this.folder, 'rank.sh'), mpirun.rank, { mode: 0o600 });
  }

  /** The logs of the job: `log`, or those of its processes beside it, which are named after them. */
  logs(log: string): KeptLog[] {
    const processes = join(this.folder, PROCESSES);
    if (!existsSync(processes)) return [{ path: log, state: this.folder }];
    return readdirSync(processes).map(name => ({
      path: join(dirname(log), `${name}.txt`),
      state: join(processes, name)
    }));
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
    await removeContainer(this.folder);
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
    const [, code, process] = file.split('.');
    return { code: Number(code), at: Math.floor(mtimeMs), process };
  }
}

/** The folder of a distributed job's processes. */
const PROCESSES = 'processes';

/** The lines that a shell executes before the command of a process. */
function startScript(work: string, variables: Record<string, string>): string {
  const exports = Object.entries(variables).map(
    ([name, value]) => `export ${name}=${quoted(value)}\n`
  );
  return `cd ${quoted(work)} || exit\n${exports.join('')}`;
}
