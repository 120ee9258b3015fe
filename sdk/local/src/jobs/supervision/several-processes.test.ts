import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase, { type Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobStore } from '../../store/job-store.js';
import { fakeMpirun } from '../preparation/fake-mpirun.test-support.js';
import { mpiScripts } from '../preparation/open-mpi.js';
import { Runner } from '../runner.js';
import { findContainment } from './containment.js';
import { LogSecrets } from '../../identity/log-secrets.js';
import { logLimits } from './log-limits.js';
import { MARK, processesOf } from './processes.js';

let folder: string;
let db: Database;
let jobs: JobStore;
let runners: Runner[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-several-'));
  mkdirSync(join(folder, 'jobs'));
  db = new LibsqlDatabase(':memory:');
  jobs = new JobStore(db);
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map(runner => runner.close()));
  rmSync(folder, { recursive: true, force: true });
});

const logPath = (process: string) => join(folder, `${process}.txt`);
const logOf = (process: string) =>
  existsSync(logPath(process)) ? readFileSync(logPath(process), 'utf8') : '';

/** Starts a runner, whose jobs have these processes: `rank_0`, `rank_1` … on two nodes, or those named `ps` that serve the others. */
function start(names: readonly string[], logBytes = 1 << 20, mpirun?: string): Runner {
  const runner = new Runner({
    jobs,
    folder: join(folder, 'jobs'),
    computes: () => [{ name: 'cpu', slots: 1 }],
    prepare: (job, place) => {
      const works = [join(place, 'work'), join(place, 'nodes', '1', 'work')];
      for (const work of works) mkdirSync(work, { recursive: true });
      return Promise.resolve({
        command: job.properties.command,
        environment: { PATH: process.env.PATH ?? '', HF_TOKEN: 'hf_012345', [MARK]: job.mark },
        log: logPath(names[0] ?? ''),
        processes: names.map((name, rank) => ({
          name,
          work: works[rank % 2] ?? '',
          variables: { RANK: String(rank), QUOTED: `it's "$HOME"` },
          isAwaited: !name.startsWith('ps')
        })),
        mpirun:
          mpirun === undefined
            ? undefined
            : mpiScripts({ path: mpirun, version: '4.1.4' }, names.length)
      });
    },
    logOf: () => logPath(names[0] ?? ''),
    logLimits: logLimits(logBytes),
    secrets: new LogSecrets(join(folder, 'jobs')),
    containment: findContainment,
    onEnd: () => undefined,
    now: Date.now,
    report: error => {
      throw error;
    }
  });
  runners.push(runner);
  runner.recover();
  return runner;
}

function submit(command: string): string {
  const mark = `mark-${Math.random()}`;
  jobs.insert({
    name: 'job',
    properties: { jobType: 'Command', command, environmentId: 'e' },
    status: 'Queued',
    compute: 'cpu',
    experiment: 'x',
    createdBy: 'ada',
    createdAt: Date.now(),
    mark
  });
  return mark;
}

const ended = (state: string) =>
  vi.waitFor(() => expect(jobs.get('job')?.status).toBe(state), { timeout: 15_000, interval: 20 });

describe('a job with several processes', { timeout: 30_000 }, () => {
  const ranks = ['rank_0', 'rank_1', 'rank_2'];

  it('runs each with variables of its own in the folder of its node, and ends when all have ended', async () => {
    submit('echo "$RANK $QUOTED"; pwd; sleep 0.$RANK');
    start(ranks);
    await ended('Completed');
    const place = join(folder, 'jobs', 'job');
    expect(ranks.map(logOf)).toEqual([
      `0 it's "$HOME"\n${place}/work\n`,
      `1 it's "$HOME"\n${place}/nodes/1/work\n`,
      `2 it's "$HOME"\n${place}/work\n`
    ]);
  });

  it('ends all when one fails, and says which and why', async () => {
    const mark = submit(
      'if [ $RANK = 1 ]; then sleep 0.3; echo ValueError: rank one is unhappy; exit 5; fi; echo waits; sleep 300'
    );
    start(ranks);
    await ended('Failed');
    expect(jobs.get('job')?.error).toEqual({
      code: 'ProcessFailed',
      message:
        'The process of rank 1 ended with exit code 5, and the other processes of the job were ended. Its last line was: ValueError: rank one is unhappy'
    });
    expect(await processesOf(mark)).toEqual([]);
    expect(logOf('rank_2')).toBe('waits\n');
  });

  it('ends all when it is canceled', async () => {
    const mark = submit('echo waits; sleep 300');
    const runner = start(ranks);
    await vi.waitFor(() => expect(ranks.map(logOf)).toEqual(Array(3).fill('waits\n')), 10_000);
    runner.cancel('job');
    await ended('Canceled');
    expect(await processesOf(mark)).toEqual([]);
  });

  it('continues without the server, which finds it again', async () => {
    submit('echo begins; sleep 0.6; echo ends');
    const first = start(ranks);
    await vi.waitFor(() => expect(ranks.map(logOf)).toEqual(Array(3).fill('begins\n')), 10_000);
    await first.close();
    start(ranks);
    await ended('Completed');
    expect(ranks.map(logOf)).toEqual(Array(3).fill('begins\nends\n'));
  });

  it('ends the others when one fails while no server runs', async () => {
    const mark = submit('echo begins; if [ $RANK = 2 ]; then sleep 0.5; exit 3; fi; sleep 300');
    const first = start(ranks);
    await vi.waitFor(() => expect(ranks.map(logOf)).toEqual(Array(3).fill('begins\n')), 10_000);
    await first.close();
    await vi.waitFor(async () => expect(await processesOf(mark)).toEqual([]), 10_000);
    start(ranks);
    await ended('Failed');
    expect(jobs.get('job')?.error?.message).toContain('rank 2 ended with exit code 3');
  });

  it('ends its parameter servers when the workers have ended', async () => {
    submit('if [ $RANK = 0 ]; then echo serves; sleep 300; fi; sleep 0.3; echo works');
    start(['ps_0', 'worker_0', 'worker_1']);
    await ended('Completed');
    expect(['ps_0', 'worker_0', 'worker_1'].map(logOf)).toEqual(['serves\n', 'works\n', 'works\n']);
  });

  it('keeps the output of processes that end at once', async () => {
    const many = Array.from({ length: 16 }, (_, rank) => `rank_${rank}`);
    submit('echo $RANK');
    start(many);
    await ended('Completed');
    expect(many.map(logOf)).toEqual(many.map((_, rank) => `${rank}\n`));
  });

  it('leaves its secrets in none of its logs', async () => {
    submit('echo $HF_TOKEN');
    start(ranks);
    await ended('Completed');
    expect(ranks.map(logOf)).toEqual(Array(3).fill('*********\n'));
  });

  it('keeps beginning and end of the log of each', async () => {
    submit('yes begin-$RANK | head -c 200000; echo end-$RANK');
    start(ranks, 65_536);
    await ended('Completed');
    for (const [rank, name] of ranks.entries()) {
      expect(logOf(name).startsWith(`begin-${rank}\n`)).toBe(true);
      expect(logOf(name).endsWith(`end-${rank}\n`)).toBe(true);
      expect(logOf(name).length).toBeLessThan(100_000);
    }
  });
});

describe('a job whose processes are started by mpirun', { timeout: 30_000 }, () => {
  const ranks = ['rank_0', 'rank_1', 'rank_2'];
  const startByMpirun = (work = '') =>
    start(ranks, 1 << 20, fakeMpirun(join(folder, 'bin'), 'mpirun (Open MPI) 4.1.4', work));

  it('runs each with variables, folder and log of its own', async () => {
    submit('echo "$RANK $(basename "$(dirname "$PWD")")"');
    startByMpirun();
    await ended('Completed');
    expect(ranks.map(logOf)).toEqual(['0 job\n', '1 1\n', '2 job\n']);
  });

  it('ends all when one fails, and says which and why', async () => {
    const mark = submit('if [ $RANK = 1 ]; then echo KeyError: 1; exit 5; fi; sleep 300');
    startByMpirun();
    await ended('Failed');
    expect(jobs.get('job')?.error?.message).toBe(
      'The process of rank 1 ended with exit code 5, and the other processes of the job were ended. Its last line was: KeyError: 1'
    );
    expect(await processesOf(mark)).toEqual([]);
  });

  it('fails with the reason of an mpirun that starts none', async () => {
    submit('echo never');
    startByMpirun("echo 'Error: there are not enough slots'; exit 3");
    await ended('Failed');
    expect(jobs.get('job')?.error?.message).toBe(
      'The process of mpirun ended with exit code 3, and the other processes of the job were ended. Its last line was: Error: there are not enough slots'
    );
  });
});
