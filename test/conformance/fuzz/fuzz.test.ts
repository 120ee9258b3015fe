import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from '../local-workspace.js';
import { longestHolds, nameOf, watchedLoop, type Hold } from './loop-holds.js';
import { requests, type FuzzRequest } from './requests.js';
import { servedRoutes } from './routes.js';
import { Sender } from './sender.js';
import { fault } from './verdict.js';
import { heldConnections, vitalsOf, type Vitals } from './vitals.js';

/** `npm run test:fuzz -- --requests N --seed S` sets these; the seed of a run that failed repeats its requests. */
const REQUESTS = Number(process.env.CARRY_FUZZ_REQUESTS ?? 3000);
const SEED = Number(process.env.CARRY_FUZZ_SEED ?? Date.now() % 2 ** 31);
const AT_ONCE = 8;

/** Processor time for which one turn of the event loop may hold it. A turn may serve several of the simultaneous requests. */
const MAX_HOLD_MS = 100;
/** How often a request of a longer turn is sent again. */
const REPETITIONS = 4;

describe(`${REQUESTS} malformed requests (seed ${SEED})`, { timeout: 3_600_000 }, () => {
  let workspace: LocalWorkspace;
  let sender: Sender;
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const vitals: Vitals[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'carry-loop-'));
  let holds: Hold[];

  beforeAll(async () => {
    workspace = await startLocalWorkspace(watchedLoop(folder));
    sender = new Sender(workspace);
    const routes = await servedRoutes();
    const sample = fc.sample(requests(routes), { numRuns: REQUESTS, seed: SEED });
    // The first part fills caches and pools; the rest should then need no more memory or files.
    for (const part of [sample.slice(0, REQUESTS / 2), sample.slice(REQUESTS / 2)]) {
      await sendAll(part);
      vitals.push(vitalsOf(workspace.home));
    }
    holds = await repeatedHolds(sample);
    console.log(
      `${REQUESTS} requests to ${routes.length} routes, seed ${SEED}: ${summary(statuses)}; ${vitals.map(describeVitals).join(', then ')}; longest turn ${describeHold(longestHolds(folder)[0])}`
    );
  }, 3_600_000);
  afterAll(async () => {
    sender.close();
    await workspace.stop();
    rmSync(folder, { recursive: true });
  });

  /**
   * Returns the turns above the limit that repeat. A turn may also have collected garbage or compiled code, so the requests of a long turn
   * are sent again, one at a time: one that holds the loop by itself does so in most of these turns too.
   */
  async function repeatedHolds(sample: FuzzRequest[]): Promise<Hold[]> {
    const tooLong = () => longestHolds(folder).filter(hold => hold.milliseconds > MAX_HOLD_MS);
    const first = tooLong();
    const named = new Set(first.flatMap(hold => hold.requests));
    const suspects = sample.filter(request => named.has(nameOf(request)));
    for (let i = 0; i < REPETITIONS; i++)
      for (const request of suspects) await sender.send(request).catch(() => undefined);
    const again = tooLong().filter(hold => !first.some(f => f.milliseconds === hold.milliseconds));
    return again.filter(
      ({ requests: names }) =>
        again.filter(hold => hold.requests.some(name => names.includes(name))).length >
        REPETITIONS / 2
    );
  }

  async function sendAll(all: FuzzRequest[]): Promise<void> {
    const left = all.entries();
    const worker = async () => {
      for (const [i, request] of left) {
        const found = await sender.send(request).then(
          answer => {
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
            return fault(request, answer);
          },
          (error: unknown) => `was not answered: ${String(error)}`
        );
        if (found && wrong.length < 50) wrong.push(`#${i} ${shown(request)} ${found}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  it('each get a response in time, never 500, with errors in the envelope of their service', () => {
    expect(wrong).toEqual([]);
  });

  it('get past validation in part: some are accepted, most are refused', () => {
    const share = (from: number, to: number) =>
      [...statuses].reduce((n, [s, count]) => n + (s >= from && s < to ? count : 0), 0) / REQUESTS;
    expect(share(200, 300)).toBeGreaterThan(0.05);
    expect(share(400, 500)).toBeGreaterThan(0.4);
  });

  it('do not restart the server, nor increase its open files, and hardly its memory, after the first half', () => {
    const [before, after] = vitals as [Vitals, Vitals];
    expect(after.pid).toBe(before.pid);
    expect(after.openFiles).toBeLessThanOrEqual(before.openFiles + 20);
    expect(after.memory).toBeLessThan(Math.max(before.memory * 1.5, before.memory + 100));
    expect(after.database).toBeLessThan(before.database + REQUESTS / 100);
  });

  it(`never hold the event loop for more than ${MAX_HOLD_MS} ms of processor time`, () => {
    expect(holds).toEqual([]);
  });

  it('leave no incomplete upload behind', () => {
    const halves = readdirSync(join(workspace.home, 'blobs'), { recursive: true }).filter(
      name => /staging/.test(String(name)) && !/blocks-|staging$/.test(String(name))
    );
    expect(halves).toEqual([]);
  });

  it('release every connection once the client has closed', async () => {
    expect(heldConnections(sender.port)).toBeGreaterThan(0);
    sender.close();
    for (let i = 0; i < 100 && heldConnections(sender.port) > 0; i++) await delay(100);
    expect(heldConnections(sender.port)).toBe(0);
  });

  it('leave no internal error in the log', () => {
    const log = readFileSync(join(workspace.home, 'server.log'), 'utf8');
    expect(
      log
        .split('\n')
        .filter(line => /"level":[56]0|Unhandled|at .*\.js:\d+/.test(line))
        .slice(0, 10)
    ).toEqual([]);
  });
});

function shown({ method, path, headers, body }: FuzzRequest): string {
  return `${method} ${path.slice(0, 400)} ${JSON.stringify(headers)} ${body ? body.toString().slice(0, 300) : ''}`;
}

function summary(statuses: Map<number, number>): string {
  return [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status} x ${count}`)
    .join(', ');
}

function describeVitals({ memory, openFiles, database }: Vitals): string {
  return `${Math.round(memory)} MB and ${openFiles} open files, state ${database.toFixed(1)} MB`;
}

function describeHold(hold: Hold | undefined): string {
  return hold ? `${Math.round(hold.milliseconds)} ms (${hold.requests[0] ?? ''})` : 'below 30 ms';
}
