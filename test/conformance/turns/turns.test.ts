import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longestHolds, watchedLoop } from '../fuzz/loop-holds.js';
import { startLocalWorkspace, type LocalWorkspace } from '../local-workspace.js';
import { WireClient } from '../wire-client.js';
import { fill } from './fill.js';
import { largeRequests, type LargeRequest } from './large-requests.js';

/** Processor time for which one turn of the event loop may hold it. */
const MAX_HOLD_MS = 100;

/** A request that is above the limit is sent again: a turn may also compile code, collect garbage or write a checkpoint. */
const TRIES = 3;

describe('a request to a workspace with 20,000 runs, traces and models', () => {
  let workspace: LocalWorkspace;
  let client: WireClient;
  const folder = mkdtempSync(join(tmpdir(), 'carry-turns-'));
  const figures: string[] = [];

  beforeAll(async () => {
    workspace = await startLocalWorkspace({ ...watchedLoop(folder), LOOP_HOLDS_COUNT: '10000' });
    client = new WireClient(workspace);
    fill(workspace.home);
  });
  afterAll(async () => {
    console.log(`Longest turns, in ms of processor time:\n${figures.join('\n')}`);
    await workspace.stop();
    rmSync(folder, { recursive: true });
  });

  async function longestTurn(request: LargeRequest): Promise<number> {
    let shortest = Infinity;
    for (let i = 0; i < TRIES && shortest >= MAX_HOLD_MS; i++) {
      // The server reports a turn with the paths of its requests.
      const mark = `turn=${figures.length}.${i}`;
      await send(request, mark);
      const own = longestHolds(folder).filter(hold => hold.requests.some(r => r.includes(mark)));
      shortest = Math.min(shortest, own[0]?.milliseconds ?? 0);
    }
    return shortest;
  }

  async function send(
    { method, path, headers = {}, body }: LargeRequest,
    mark: string
  ): Promise<void> {
    const { pathname } = new URL(workspace.environment.MLFLOW_TRACKING_URI!);
    const url = `${pathname}/api/${path.replace(/\?|$/, `?${mark}&`)}`;
    const answer = await client.send(method, url, headers, body && JSON.stringify(body));
    expect(answer.status, answer.body.slice(0, 300)).toBe(200);
    await delay(30);
  }

  it.each(largeRequests)('$title does not hold the event loop', async request => {
    const began = Date.now();
    const turn = await longestTurn(request);
    const seconds = (Date.now() - began) / 1000;
    figures.push(`${request.title}: ${Math.round(turn)} (response in ${seconds.toFixed(1)} s)`);
    expect(turn).toBeLessThan(MAX_HOLD_MS);
  });
});
