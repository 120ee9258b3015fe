import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase, { type Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandJob } from 'carry-ml/arm';
import { JobStore, type StoredJob } from '../store/job-store.js';
import { Runner, type RunnerDeps } from './runner.js';
import { findContainment } from './supervision/containment.js';
import { LogSecrets } from '../identity/log-secrets.js';
import { logLimits } from './supervision/log-limits.js';
import { MARK } from './supervision/processes.js';

let folder: string;
let db: Database;
let jobs: JobStore;
let ends: string[];
let runners: Runner[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-runner-'));
  db = new LibsqlDatabase(':memory:');
  jobs = new JobStore(db);
  ends = [];
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map(runner => runner.close()));
  rmSync(folder, { recursive: true, force: true });
});

const log = () => join(folder, 'log.txt');
const printed = () => (existsSync(log()) ? readFileSync(log(), 'utf8') : '');

function submit(command: string, more: Partial<StoredJob<CommandJob>> = {}): void {
  jobs.insert({
    name: 'job',
    properties: { jobType: 'Command', command, environmentId: 'e', ...more.properties },
    status: 'Queued',
    compute: 'cpu',
    experiment: 'x',
    createdBy: 'ada',
    createdAt: Date.now(),
    mark: `mark-${Math.random()}`,
    ...more
  });
}

let variables: Record<string, string> = {};

function dependencies(): RunnerDeps {
  return {
    jobs,
    folder: join(folder, 'jobs'),
    computes: () => [{ name: 'cpu', slots: 1 }],
    prepare: async (job, place) => {
      mkdirSync(join(place, 'work'), { recursive: true });
      return Promise.resolve({
        command: job.properties.command,
        environment: { PATH: process.env.PATH ?? '', ...variables, [MARK]: job.mark },
        log: log()
      });
    },
    logOf: log,
    logLimits: logLimits(1 << 20),
    secrets: new LogSecrets(join(folder, 'jobs')),
    containment: findContainment,
    onEnd: (_job, status) => ends.push(status),
    now: Date.now,
    report: () => undefined
  };
}

function start(deps: RunnerDeps): Runner {
  mkdirSync(deps.folder, { recursive: true });
  const runner = new Runner(deps);
  runners.push(runner);
  runner.recover();
  return runner;
}

const ended = (state: string, name = 'job') =>
  vi.waitFor(() => expect(jobs.get(name)?.status).toBe(state), { timeout: 15_000, interval: 20 });

/** Dependencies of a server that crashes at its `n`th call of any of them: after that, its calls have no effect. */
function dyingAt(n: number): { deps: RunnerDeps; died: () => boolean } {
  let calls = 0;
  const dies =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      calls += 1;
      if (calls >= n) throw new Error('The server is dead.');
      return work(...args);
    };
  const whole = dependencies();
  const store = Object.create(jobs) as JobStore;
  for (const name of ['get', 'move', 'inState'] as const)
    Object.assign(store, { [name]: dies((jobs[name] as () => unknown).bind(jobs)) });
  const deps = { ...whole, jobs: store };
  for (const name of ['prepare', 'logOf', 'onEnd', 'now', 'computes'] as const)
    Object.assign(deps, { [name]: dies(whole[name] as () => unknown) });
  return { deps, died: () => calls >= n };
}

describe('a server that crashes', { timeout: 120_000 }, () => {
  const runStatus = { Completed: 'FINISHED', Failed: 'FAILED', Canceled: 'KILLED' };

  /** Lets one server after the other crash one call later, each with a job of its own; returns the number of calls. */
  const dieEverywhere = async (command: string, state: keyof typeof runStatus, cancel = false) => {
    for (let n = 1; ; n++) {
      const name = `job-${n}`;
      const isEnded = () => jobs.get(name)?.status === state;
      rmSync(log(), { force: true });
      ends = [];
      submit(command, { name });
      const { deps, died } = dyingAt(n);
      try {
        const dead = start(deps);
        if (cancel) {
          await vi.waitFor(() => expect(died() || printed()).toBeTruthy(), 10_000);
          dead.cancel(name);
        }
      } catch {
        // It crashed in this call.
      }
      await vi.waitFor(() => expect(died() || isEnded()).toBe(true), 10_000);
      await runners.at(-1)?.close();
      const late = start(dependencies());
      if (cancel) late.cancel(name);
      await ended(state, name);
      await late.close();
      // A job that was cancelled early enough has not started.
      if (!cancel || printed()) expect([n, printed()]).toEqual([n, 'ran\n']);
      expect([n, ends.at(-1)]).toEqual([n, runStatus[state]]);
      if (!died()) return n;
    }
  };

  it('at any moment runs every job once and ends it', async () => {
    expect(await dieEverywhere('echo ran; sleep 0.05', 'Completed')).toBeGreaterThan(10);
  });

  it('at any moment completes a requested cancellation', async () => {
    expect(await dieEverywhere('echo ran; sleep 60', 'Canceled', true)).toBeGreaterThan(10);
  });

  it('at any moment reports that a job failed', async () => {
    expect(await dieEverywhere('echo ran; exit 3', 'Failed')).toBeGreaterThan(10);
  });
});

describe('a job', { timeout: 30_000 }, () => {
  it('does not leave its secrets in its log, nor in the reason of its failure', async () => {
    variables = {
      HF_TOKEN: 'hf_0123456789',
      IDENTITY_HEADER: 'job.abcdef',
      TOKENIZER: 'wordpiece'
    };
    try {
      submit('echo "Error: $HF_TOKEN $IDENTITY_HEADER $TOKENIZER"; exit 1');
      start(dependencies());
      await ended('Failed');
    } finally {
      variables = {};
    }
    const line = `Error: ${'*'.repeat(13)} ${'*'.repeat(10)} wordpiece`;
    expect(printed()).toBe(`${line}\n`);
    expect(jobs.get('job')?.error?.message).toContain(line);
  });

  it('that is cancelled while it ends is Canceled', async () => {
    submit('true');
    const deps = dependencies();
    const runner: Runner = start({
      ...deps,
      logOf: job => {
        runner.cancel(job.name);
        return log();
      }
    });
    await ended('Canceled');
    expect(ends).toEqual(['KILLED']);
  });

  it('ends even when storing its end fails at first', async () => {
    submit('true');
    const reports: unknown[] = [];
    start({
      ...dependencies(),
      onEnd: (_job, status) => {
        if (reports.length === 0) throw new Error('disk full');
        ends.push(status);
      },
      report: error => reports.push(error)
    });
    await ended('Completed');
    expect([ends, reports.map(String)]).toEqual([['FINISHED'], ['Error: disk full']]);
  });

  it('leaves no folder, not even after a crash', async () => {
    submit('true');
    mkdirSync(join(folder, 'jobs', 'ended-long-ago', 'work'), { recursive: true });
    start(dependencies());
    await ended('Completed');
    await vi.waitFor(async () => expect(await readdir(join(folder, 'jobs'))).toEqual([]));
  });

  it('has no negative duration when the clock is set back', async () => {
    const createdAt = Date.now() + 3_600_000;
    submit('true', { createdAt });
    start(dependencies());
    await ended('Completed');
    expect(jobs.get('job')).toMatchObject({ startedAt: createdAt, endedAt: createdAt });
  });

  it('keeps its time limit when the clock is set back', async () => {
    let now = Date.now();
    submit('sleep 60', {
      properties: {
        jobType: 'Command',
        command: 'sleep 60',
        environmentId: 'e',
        limits: { jobLimitsType: 'Command', timeout: 'PT1S' }
      }
    });
    start({ ...dependencies(), now: () => now });
    await vi.waitFor(() => expect(jobs.get('job')?.status).toBe('Running'), 5_000);
    now -= 3_600_000;
    await ended('Failed');
    expect(jobs.get('job')?.error?.code).toBe('JobTimeout');
  });
});

describe('the log of a job', { timeout: 60_000 }, () => {
  it('keeps its beginning and its end within the limit, and the job continues', async () => {
    submit('yes this line fills the log | head -n 2000000; echo the end; exit 4');
    start(dependencies());
    await ended('Failed');
    const text = printed();
    expect(text.length).toBeLessThan(1 << 20);
    expect(text.startsWith('this line fills the log\n')).toBe(true);
    expect(text.trimEnd().endsWith('\nthe end')).toBe(true);
    const [, lost] = /\n\[carry\] (\d+) bytes were left out here\.\n/.exec(text) ?? [];
    const [before, after] = text.split(/\n\[carry\] This log [^\n]*\n\[carry\] \d+ [^\n]*\n/);
    expect(before!.length + after!.length + Number(lost)).toBe(2_000_000 * 24 + 'the end\n'.length);
    expect(jobs.get('job')?.error?.message).toBe(
      'The command ended with exit code 4. Its last line was: the end'
    );
  });

  it('contains every byte of a job that prints less', async () => {
    submit('for i in $(seq 500); do echo $i; done; printf "no newline"');
    start(dependencies());
    await ended('Completed');
    const numbers = Array.from({ length: 500 }, (_, i) => `${i + 1}\n`).join('');
    expect(printed()).toBe(`${numbers}no newline`);
  });

  it('contains a line as soon as it is printed', async () => {
    submit('printf "50 %%"; sleep 60');
    const runner = start(dependencies());
    await vi.waitFor(() => expect(printed()).toBe('50 %'), 5_000);
    runner.cancel('job');
    await ended('Canceled');
  });

  it('does not prevent the end of a job whose daemon has it open', async () => {
    submit('setsid sleep 600 & echo started');
    start(dependencies());
    await ended('Completed');
    expect(printed()).toBe('started\n');
  });

  it('that cannot be written neither ends nor blocks the job', async () => {
    submit('yes | head -c 3000000; exit 5');
    const deps = dependencies();
    start({
      ...deps,
      prepare: async (job, place, signal) => ({
        ...(await deps.prepare(job, place, signal)),
        log: join(folder, 'missing', 'log.txt')
      })
    });
    await ended('Failed');
    expect(jobs.get('job')?.error?.message).toContain('exit code 5');
  });
});
