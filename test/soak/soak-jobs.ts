import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireClient } from '../conformance/wire-client.js';
import type { Chance } from './random.js';
import { until } from './until.js';

/** The command of a job, which decides its expected status. */
const kinds = {
  completes: { command: 'sleep $S', states: ['Completed'] },
  fails: { command: 'sleep $S; exit 7', states: ['Failed'] },
  leaves: { command: 'setsid sleep 1000 & sleep $S', states: ['Completed'] },
  'is cancelled': { command: 'sleep $S', states: ['Canceled', 'Completed'] }
} as const;
type Kind = keyof typeof kinds;

const runStatus: Record<string, string> = {
  Completed: 'FINISHED',
  Failed: 'FAILED',
  Canceled: 'KILLED'
};

interface Submitted {
  name: string;
  kind: Kind;
  /** The server acknowledged the job. */
  acknowledged: boolean;
  /** The server acknowledged the cancellation. */
  cancelled: boolean;
}

/** Jobs of many kinds, each of which appends one line to its own file when it runs. */
export class SoakJobs {
  readonly submitted: Submitted[] = [];

  constructor(
    private readonly wire: WireClient,
    private readonly folder: string,
    private readonly compute: string,
    private readonly chance: Chance
  ) {}

  /** Submits one job until the server acknowledges it; sometimes abandons an unacknowledged name and uses another. */
  async submit(): Promise<void> {
    const kind = this.pick();
    const seconds = this.chance.between(0.05, 3).toFixed(2);
    const givesUp = this.chance.may(0.3);
    let job = this.note(kind);
    await until(async () => {
      try {
        await this.wire.put(`/jobs/${job.name}`, this.body(job, seconds));
      } catch (error) {
        if (givesUp) job = this.note(kind);
        throw error;
      }
    });
    job.acknowledged = true;
    if (kind !== 'is cancelled') return;
    await until(() => this.wire.post(`/jobs/${job.name}/cancel`));
    job.cancelled = true;
  }

  /** Waits until the jobs have ended, and returns their faults as sentences. */
  async faults(limit: number): Promise<string[]> {
    const faults: string[] = [];
    for (const job of this.submitted)
      for (const fault of await this.faultsOf(job, limit))
        faults.push(`${job.name}, which ${job.kind}: ${fault}`);
    return faults;
  }

  get acknowledged(): number {
    return this.submitted.filter(job => job.acknowledged).length;
  }

  private async faultsOf(job: Submitted, limit: number): Promise<string[]> {
    const times = this.timesRun(job.name);
    const { status: found } = await this.wire.send('GET', `${this.wire.path}/jobs/${job.name}`);
    if (found === 404) {
      if (job.acknowledged) return ['it was acknowledged and is not there'];
      return times === 0 ? [] : ['it ran and is not there'];
    }
    const status = await this.wire
      .until(job.name, ['Completed', 'Failed', 'Canceled'], limit)
      .catch((error: unknown) => String(error));
    const faults: string[] = [];
    const states: readonly string[] = kinds[job.kind].states;
    if (!states.includes(status)) faults.push(`it is ${status}: ${await this.reason(job.name)}`);
    if (times > 1 || (times === 0 && status !== 'Canceled')) faults.push(`it ran ${times} times`);
    const run = await this.run(job.name);
    if (run.status !== runStatus[status]) faults.push(`it is ${status}, its run ${run.status}`);
    if (run.end_time < run.start_time) faults.push('it took less than no time');
    return faults;
  }

  private timesRun(name: string): number {
    const path = join(this.folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
  }

  private async reason(name: string): Promise<string> {
    return (await this.wire.details(name)).error?.error.message ?? 'it gives no reason';
  }

  private async run(
    name: string
  ): Promise<{ status: string; start_time: number; end_time: number }> {
    const path = `/mlflow/v2.0${this.wire.path}/api/2.0/mlflow/runs/get?run_id=${name}`;
    const { body } = await this.wire.send('GET', path);
    const { run } = JSON.parse(body) as {
      run?: { info: { status: string; start_time: number; end_time: number } };
    };
    return run?.info ?? { status: 'missing', start_time: 0, end_time: 0 };
  }

  private body({ name, kind }: Submitted, seconds: string): object {
    const { command } = kinds[kind];
    return {
      properties: {
        jobType: 'Command',
        command: `echo ran >> '${join(this.folder, name)}'; ${command.replace('$S', seconds)}`,
        environmentId: 'azureml:carry-notebook@latest',
        computeId: this.compute
      }
    };
  }

  private note(kind: Kind): Submitted {
    const job = { name: `job-${randomUUID()}`, kind, acknowledged: false, cancelled: false };
    this.submitted.push(job);
    return job;
  }

  private pick(): Kind {
    const number = this.chance.next();
    return number < 0.6
      ? 'completes'
      : number < 0.75
        ? 'fails'
        : number < 0.85
          ? 'leaves'
          : 'is cancelled';
  }
}
