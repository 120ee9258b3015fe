import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longestHolds, watchedLoop } from '../fuzz/loop-holds.js';
import { servedRoutes, type ServedRoute } from '../fuzz/routes.js';
import { startLocalWorkspace, type LocalWorkspace } from '../local-workspace.js';
import { WireClient } from '../wire-client.js';
import { bodyExamples, pathOf } from './body-examples.js';
import { fill } from './fill.js';
import { largeBodies, type LargeBody } from './large-bodies.js';

/** Processor time for which one turn of the event loop may hold it. */
const MAX_HOLD_MS = 100;
/** The largest body of a route without a limit of its own. */
const BODY_LIMIT = 2 * 1024 * 1024;
/** A request that is above the limit is sent again: a turn may also compile code, collect garbage or write a checkpoint. */
const TRIES = 4;
/** Requests that are sent, spread evenly over all routes and places; `CARRY_TURNS_REQUESTS=Infinity` sends every one. */
const REQUESTS = Number(process.env.CARRY_TURNS_REQUESTS ?? 150);
/** Sends only requests to routes that match. */
const ROUTES = new RegExp(process.env.CARRY_TURNS_ROUTES ?? '', 'i');

interface Planned {
  route: ServedRoute;
  title: string;
  /** Returns the body of the i-th request. */
  body: (i: number) => LargeBody;
}

describe('a body of the largest size', () => {
  let workspace: LocalWorkspace;
  let client: WireClient;
  let planned: Planned[];
  const folder = mkdtempSync(join(tmpdir(), 'carry-bodies-'));
  const figures: { turn: number; status: number; title: string }[] = [];

  beforeAll(async () => {
    planned = spread(planOf(await servedRoutes()), REQUESTS);
    workspace = await startLocalWorkspace({
      ...watchedLoop(folder),
      LOOP_HOLDS_COUNT: '10000',
      CARRY_QUEUE_LIMIT: '10'
    });
    fill(workspace.home);
    client = new WireClient(workspace);
  });
  afterAll(async () => {
    figures.sort((a, b) => b.turn - a.turn);
    const shown = figures.slice(0, 40).map(f => `${Math.round(f.turn)} ${f.status} ${f.title}`);
    console.log(`${figures.length} requests, longest turns in ms:\n${shown.join('\n')}`);
    await workspace.stop();
    rmSync(folder, { recursive: true });
  });

  it('holds the event loop at no route', { timeout: 3_600_000 }, async () => {
    let count = 0;
    for (const { route, title, body } of planned) {
      let [turn, status] = [Infinity, 0];
      for (let i = 0; i < TRIES && turn >= MAX_HOLD_MS; i++) {
        const again = await longestTurn(route, ++count, body);
        turn = Math.min(turn, again.turn);
        status = again.status;
      }
      figures.push({ turn, status, title });
    }
    expect(figures.filter(({ turn }) => turn >= MAX_HOLD_MS)).toEqual([]);
  });

  it('gets past the validation of many routes', () => {
    const accepted = figures.filter(({ status }) => status < 300).length;
    expect(accepted / figures.length).toBeGreaterThan(0.1);
  });

  async function longestTurn({ method, url }: ServedRoute, i: number, body: Planned['body']) {
    // The server reports a turn with the paths of its requests.
    const mark = `turn=${i}.`;
    const path = `${pathOf(url, i)}?api-version=2023-04-01&${mark}`;
    const headers = { 'x-mlflow-experiment-id': '1' };
    const status = await client.send(method, path, headers, body(i).text()).then(
      answer => answer.status,
      (e: unknown) => {
        // The server closes the connection of a body above the limit before all is sent, and its answer may be lost.
        const { code } = e as NodeJS.ErrnoException;
        if (code !== 'ECONNRESET' && code !== 'EPIPE') throw e;
        return 413;
      }
    );
    await delay(15);
    const own = longestHolds(folder).filter(hold => hold.requests.some(r => r.includes(mark)));
    return { turn: own[0]?.milliseconds ?? 0, status };
  }
});

/** Returns the requests to all routes that take a body. Those that delete are the last. */
function planOf(all: readonly ServedRoute[]): Planned[] {
  const examples = bodyExamples();
  const isEnd = ({ method, url }: ServedRoute) => Number(method === 'DELETE' || /delete/.test(url));
  return distinct(all)
    .filter(({ method, url }) => ROUTES.test(`${method} ${url}`))
    .sort((a, b) => isEnd(a) - isEnd(b))
    .flatMap(route => {
      const bodies = (i: number) =>
        examples(route, i).flatMap(example => largeBodies(example, route.limit ?? BODY_LIMIT));
      const titles = bodies(1).map(({ title }) => title);
      // Several examples have the same places.
      return titles.flatMap((title, at) =>
        titles.indexOf(title) === at
          ? [{ route, title: `${nameOf(route)} ${title}`, body: (i: number) => bodies(i)[at]! }]
          : []
      );
    });
}

/** Returns the routes with a body, once where the same one is registered below several paths. */
function distinct(all: readonly ServedRoute[]): ServedRoute[] {
  const withBody = all.filter(({ method }) => /^(?:PUT|POST|PATCH|DELETE)$/.test(method));
  return withBody.filter(
    (route, i) => withBody.findIndex(other => nameOf(other) === nameOf(route)) === i
  );
}

/** Returns the part of a route below the workspace or registry. */
function nameOf({ method, url }: ServedRoute): string {
  return `${method} ${url.replace(/.*\/(?:workspaces|registries)\/[^/]+(?=.)/, '').replace('/ajax-api/', '/api/')}`;
}

/** Returns at most this many items, evenly spread. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.floor(items.length / step) },
    (_, i) => items[Math.floor(i * step)]!
  );
}
