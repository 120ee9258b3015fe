import type { Database } from 'libsql';
import { RunStore } from '../mlflow/runs/runs.js';
import { JobStore, type StoredJob } from '../store/job-store.js';
import { Families } from './families.js';

/** The services of a server on a stored state, in which nothing runs: a canceled job ends at once. */
export function trialServices(db: Database, now: () => number) {
  const jobs = new JobStore(db);
  const runs = new RunStore(db, now);
  const report = (error: unknown) => {
    throw error;
  };
  const runner = {
    wake: () => undefined,
    cancel: (name: string) => {
      jobs.move(name, 'CancelRequested');
      jobs.move(name, 'Canceled', { endedAt: now() });
      families.settled(name);
    }
  };
  const families: Families = new Families({
    jobs,
    runner,
    startRun: ({ name, properties }) =>
      runs.create({
        runId: name,
        experimentName: 'e',
        userId: 'ada',
        startTime: now(),
        tags: properties.tags
      }),
    register: () => undefined,
    endRun: () => undefined,
    writeLog: () => undefined,
    onEnded: () => undefined,
    now,
    report
  });
  return { jobs, runs, runner, families, now, report, newId: () => 'another-id' };
}

/** A checked job, as it is stored. */
export function storedJob(
  name: string,
  by: string,
  properties: StoredJob['properties'],
  createdAt: number
): StoredJob {
  return {
    name,
    properties,
    status: 'Queued',
    compute: 'cpu',
    experiment: 'e',
    createdBy: by,
    createdAt,
    mark: `mark of ${name}`
  };
}
