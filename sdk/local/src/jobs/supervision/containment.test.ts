import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase, { type Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobStore } from '../../store/job-store.js';
import { Runner } from '../runner.js';
import { findContainment, ownCgroup, subreapers, type Containment } from './containment.js';
import { LogSecrets } from '../../identity/log-secrets.js';
import { logLimits } from './log-limits.js';
import { isAlive, MARK } from './processes.js';

const isLinux = process.platform === 'linux';
const strongest = findContainment();
const reapers = isLinux ? subreapers() : [];

/** A containment for each way that this machine has. */
const ways: [string, Containment][] = [
  ...(strongest.kind === 'cgroup' ? [['a control group', strongest] as [string, Containment]] : []),
  ...reapers.map((command): [string, Containment] => [
    `a subreaper by ${command[0]?.split('/').at(-1) ?? ''}`,
    { kind: 'subreaper', command }
  ])
];

/** Starts a process that has neither the session, the parents, the mark nor the output of its job; its pid is in the file `escaped`. */
const escape = (inner = 'exec sleep 300') =>
  `env -i PATH="$PATH" setsid sh -c 'setsid sh -c "echo \\$\\$ > $0; ${inner}" </dev/null >/dev/null 2>&1 & exit' "$ESCAPED"`;

it('Linux has some containment', ({ skip }) => {
  skip(!isLinux, 'other systems have none');
  expect(strongest.kind).not.toBe('none');
});

describe.each(ways)('with %s, a process that sheds its mark', (_, containment) => {
  let folder: string;
  let db: Database;
  let jobs: JobStore;
  let runners: Runner[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-escape-'));
    mkdirSync(join(folder, 'jobs'));
    db = new LibsqlDatabase(':memory:');
    jobs = new JobStore(db);
    runners = [];
  });
  afterEach(async () => {
    await Promise.all(runners.map(runner => runner.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  const escapedFile = () => join(folder, 'escaped');
  const start = () => {
    const runner = new Runner({
      jobs,
      folder: join(folder, 'jobs'),
      computes: () => [{ name: 'cpu', slots: 1 }],
      prepare: (job, place) => {
        mkdirSync(join(place, 'work'));
        return Promise.resolve({
          command: job.properties.command,
          environment: {
            PATH: process.env.PATH ?? '',
            ESCAPED: escapedFile(),
            [MARK]: job.mark
          },
          log: join(folder, 'log.txt')
        });
      },
      logOf: () => join(folder, 'log.txt'),
      logLimits: logLimits(1 << 20),
      secrets: new LogSecrets(join(folder, 'jobs')),
      containment: () => containment,
      onEnd: () => undefined,
      now: Date.now,
      report: error => {
        throw error;
      }
    });
    runners.push(runner);
    runner.recover();
    return runner;
  };
  const submit = (command: string, timeout?: string) => {
    jobs.insert({
      name: 'job',
      properties: {
        jobType: 'Command',
        command,
        environmentId: 'e',
        limits: { jobLimitsType: 'Command', timeout }
      },
      status: 'Queued',
      compute: 'cpu',
      experiment: 'x',
      createdBy: 'ada',
      createdAt: Date.now(),
      mark: `mark-${Math.random().toString(36).slice(2)}`
    });
  };
  const escaped = async () => {
    await vi.waitFor(() => {
      expect(existsSync(escapedFile()) && readFileSync(escapedFile(), 'utf8')).toMatch(/^\d+\n$/);
    }, 10_000);
    return Number(readFileSync(escapedFile(), 'utf8'));
  };

  const isRunning = async (pid: number) => {
    expect(await isAlive(pid, jobs.get('job')?.mark ?? '')).toBe(false);
    return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(status(pid));
  };
  const status = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/status`, 'utf8');
    } catch {
      return 'State: Z';
    }
  };
  const ended = (state: string) =>
    vi.waitFor(() => expect(jobs.get('job')?.status).toBe(state), {
      timeout: 20_000,
      interval: 20
    });

  it('ends when the job is canceled', async () => {
    submit(`${escape()}; sleep 300`);
    const runner = start();
    const pid = await escaped();
    expect(await isRunning(pid)).toBe(true);
    runner.cancel('job');
    await ended('Canceled');
    expect(await isRunning(pid)).toBe(false);
  });

  it('ends when the job ends by itself', async () => {
    submit(`${escape()}; while ! [ -s "$ESCAPED" ]; do sleep 0.01; done`);
    start();
    const pid = await escaped();
    await ended('Completed');
    expect(await isRunning(pid)).toBe(false);
  });

  it(
    'ends at the time limit of the job, though it ignores SIGTERM',
    { timeout: 30_000 },
    async () => {
      submit(`${escape('trap : TERM; while :; do sleep 1; done')}; sleep 300`, 'PT1S');
      start();
      const pid = await escaped();
      await ended('Failed');
      expect(jobs.get('job')?.error?.code).toBe('JobTimeout');
      expect(await isRunning(pid)).toBe(false);
    }
  );

  it('ends with a job that ended while no server ran', async () => {
    submit(`${escape()}; while ! [ -s "$ESCAPED" ]; do sleep 0.01; done; sleep 0.5`);
    const first = start();
    const pid = await escaped();
    await first.close();
    await vi.waitFor(() => {
      expect(existsSync(join(folder, 'jobs', 'job', 'exit.0'))).toBe(true);
    }, 10_000);
    expect(await isRunning(pid)).toBe(true);
    start();
    await ended('Completed');
    expect(await isRunning(pid)).toBe(false);
  });

  it('ends when a later server cancels the job', async () => {
    submit(`${escape()}; sleep 300`);
    const first = start();
    const pid = await escaped();
    await first.close();
    start().cancel('job');
    await ended('Canceled');
    expect(await isRunning(pid)).toBe(false);
  });

  it('ends though the job killed its leader', async ({ skip }) => {
    skip(containment.kind !== 'cgroup', 'only a control group finds it without its leader');
    submit(`${escape()}; while ! [ -s "$ESCAPED" ]; do sleep 0.01; done; kill -9 $PPID; sleep 300`);
    start();
    const pid = await escaped();
    await ended('Failed');
    expect(await isRunning(pid)).toBe(false);
  });

  it('leaves no control group behind', async () => {
    submit(`${escape()}; sleep 0.2`);
    start();
    await ended('Completed');
    const { mark = '' } = jobs.get('job') ?? {};
    await vi.waitFor(() => {
      expect(existsSync(join(folder, 'jobs', 'job'))).toBe(false);
    });
    expect(existsSync(join(ownCgroup() ?? folder, `carry-${mark}`))).toBe(false);
  });
});
