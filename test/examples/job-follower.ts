import { setTimeout as delay } from 'node:timers/promises';
import { WireClient } from '../conformance/wire-client.js';
import type { LocalWorkspace } from '../conformance/local-workspace.js';

const POLL_INTERVAL_MS = 1000;
/** How long a canceled job may take to end. */
const CANCEL_LIMIT_MS = 30_000;
const ENDED = ['Completed', 'Failed', 'Canceled', 'NotResponding'];

/** How a job ended. */
export interface JobEnd {
  status: string;
  isLate: boolean;
  error: string;
}

interface Child {
  runId: string;
  status: string;
  children?: Child[];
}

/** Follows jobs of a workspace to their end. */
export class JobFollower {
  private readonly wire: WireClient;

  constructor(
    workspace: LocalWorkspace,
    private readonly limitMs: number
  ) {
    this.wire = new WireClient(workspace);
  }

  /** Waits until a job has ended; cancels it at the time limit. */
  async end(name: string): Promise<JobEnd> {
    let end = Date.now() + this.limitMs;
    let isLate = false;
    for (;;) {
      const { status } = await this.wire.details(name);
      if (ENDED.includes(status) || (isLate && Date.now() > end))
        return { status, isLate, error: status === 'Completed' ? '' : await this.error(name) };
      if (!isLate && Date.now() > end) {
        isLate = true;
        end = Date.now() + CANCEL_LIMIT_MS;
        await this.cancel(name);
      }
      await delay(POLL_INTERVAL_MS);
    }
  }

  async cancel(name: string): Promise<void> {
    await this.wire.post(`/jobs/${name}/cancel`);
  }

  /** The error of a job; of a job with children, that of the first child that failed. */
  private async error(name: string): Promise<string> {
    const failed = (await this.children(name)).find(child => child.status === 'Failed');
    if (failed) return this.error(failed.runId);
    const { error } = await this.wire.details(name);
    return error?.error.message ?? '';
  }

  private async children(name: string): Promise<Child[]> {
    const { body } = await this.wire.send(
      'GET',
      `/history/v1.0${this.wire.path}/runs/${name}/children`
    );
    const { value = [] } = JSON.parse(body) as { value?: Child[] };
    return value;
  }
}
