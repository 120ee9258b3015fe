import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventMessage } from './api.js';
import { buildApp } from './app.js';
import { Connection } from './connection.js';
import type { TypedApp } from './context.js';
import { fakeWorkspace, type FakeJob } from './fake-workspace.test-support.js';
import { JobFeed } from './job-feed.js';
import { LabRoot } from './lab-root.js';
import { watchJob } from './watched-job.js';

const headers = {
  host: 'lab',
  origin: 'http://lab',
  'x-carry-bridge': 's',
  cookie: '_xsrf=t',
  'x-xsrftoken': 't',
  'content-type': 'application/json'
};

let folder: string;
let jobs: FakeJob[];
let made: ReturnType<typeof fakeWorkspace>;
let reachable: boolean;
let app: TypedApp;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'carry-bridge-')));
  await writeFile(join(folder, 'n.ipynb'), notebook('digits: int = 2'));
  jobs = [{ name: 'one', status: 'Running', cell: 1, metrics: { loss: [3, 2] }, log: 'hello\n' }];
  made = fakeWorkspace(jobs);
  reachable = true;
  app = await buildApp({
    connect: () =>
      reachable ? Promise.resolve(made.workspace) : Promise.reject(new Error('connection refused')),
    root: await LabRoot.at(folder),
    secret: 's'
  });
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const get = (url: string) => app.inject({ url, headers });
const post = (url: string, payload: object) =>
  app.inject({ method: 'POST', url, headers, payload });

describe('POST /api/jobs', () => {
  it('submits a notebook', async () => {
    const body = { notebook: 'n.ipynb', parameters: { digits: 3 }, compute: 'cpu' };
    const response = await post('/api/jobs', body);
    expect(response.json()).toMatchObject({ job: { name: 'new', status: 'Queued' } });
    expect(made.asked).toContain(
      `submit ${join(folder, 'n.ipynb')} {"parameters":{"digits":3},"compute":"cpu"}`
    );
  });

  it('costs the workspace one request', async () => {
    await post('/api/jobs', { notebook: 'n.ipynb', parameters: {} });
    expect(made.asked).toEqual([`submit ${join(folder, 'n.ipynb')} {"parameters":{}}`]);
  });

  it('names an invalid parameter as the target of the error', async () => {
    const response = await post('/api/jobs', {
      notebook: 'n.ipynb',
      parameters: { digits: 'two' }
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      error: { code: 'ParameterInvalid', target: 'digits' }
    });
    expect(made.asked).toEqual([]);
  });

  it('responds with 403 for a notebook outside of the lab, and 404 for a missing one', async () => {
    const outside = await post('/api/jobs', { notebook: '../n.ipynb', parameters: {} });
    expect(outside.statusCode).toBe(403);
    const missing = await post('/api/jobs', { notebook: 'no.ipynb', parameters: {} });
    expect(missing.json()).toMatchObject({ error: { code: 'NotebookNotFound' } });
  });

  it('responds with 400 for a body without a notebook', async () => {
    const response = await post('/api/jobs', { parameters: {} });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: { code: 'RequestInvalid' } });
  });
});

describe('GET /api/notebook', () => {
  it('describes the parameters and the upload', async () => {
    const response = await get('/api/notebook?path=n.ipynb');
    expect(response.json()).toMatchObject({
      path: 'n.ipynb',
      experiment: 'n',
      parameters: [{ name: 'digits', type: 'integer', default: 2 }],
      parametersCell: 'used',
      snapshot: { warnings: [] }
    });
  });
});

describe('POST /api/parameters', () => {
  it('describes a notebook that is not saved', async () => {
    const body = { path: 'n.ipynb', notebook: notebook('rate = 0.5  # how fast') };
    expect((await post('/api/parameters', body)).json()).toMatchObject({
      parameters: [{ name: 'rate', type: 'number', default: 0.5, help: 'how fast' }]
    });
  });
});

describe('the requests to the workspace', () => {
  it('are three for a finished job that a tab shows, and one for its log', async () => {
    jobs[0] = { name: 'one', status: 'Completed' };
    await watchJob({
      connection: new Connection(() => Promise.resolve(made.workspace)),
      job: 'one',
      logFrom: 0,
      send: () => undefined,
      signal: new AbortController().signal
    });
    expect(made.asked.sort()).toEqual(['details one', 'get one', 'get one', 'run one']);
  });

  it('list the files of a job once, also to open its notebook', async () => {
    jobs[0] = { name: 'one', status: 'Completed', files: ['outputs/n.ipynb', 'deep/er/x'] };
    await get('/api/jobs/one/files');
    expect(made.asked).toEqual(['get one', 'run one', 'files one']);
    made.asked.length = 0;
    const response = await post('/api/jobs/one/open', {});
    expect(response.json()).toEqual({ path: 'carry-runs/one/n.ipynb' });
    expect(made.asked).toEqual(['get one', 'run one', 'files one', 'download outputs/n.ipynb']);
  });

  it('list nothing to open a file that the page has listed', async () => {
    await post('/api/jobs/one/open', { path: 'deep/er/x' });
    expect(made.asked).toEqual(['get one', 'run one', 'download deep/er/x']);
  });

  it('are one for the list of jobs and two for each unfinished job', async () => {
    jobs.push({ name: 'two', status: 'Queued' }, { name: 'old', status: 'Completed' });
    const feed = new JobFeed(new Connection(() => Promise.resolve(made.workspace)), 60_000);
    let unsubscribe: () => void = () => undefined;
    await new Promise<void>(resolve => {
      unsubscribe = feed.subscribe(() => resolve());
    });
    made.asked.length = 0;
    await vi.waitFor(() => {
      feed.poke();
      expect(made.asked).toContain('run two');
    });
    unsubscribe();
    expect(made.asked.sort()).toEqual(['details one', 'details two', 'list', 'run one', 'run two']);
  });

  it('are three a poll for the job that a tab shows, and a history only when it has a new value', async () => {
    const seen: string[] = [];
    const watching = new AbortController();
    const connection = new Connection(() => Promise.resolve(made.workspace));
    void watchJob({
      connection,
      job: 'one',
      logFrom: 0,
      send: ({ type }) => seen.push(type),
      signal: watching.signal,
      intervalMs: 20
    });
    await vi.waitFor(() => {
      expect(made.asked.filter(request => request === 'details one').length).toBeGreaterThan(4);
    });
    watching.abort();
    const count = (request: string) => made.asked.filter(one => one === request).length;
    const polls = count('details one');
    expect(count('run one')).toBe(polls);
    // Following the log reads the job once.
    expect(count('get one')).toBe(polls + 1);
    expect(count('history loss')).toBe(1);
    expect(made.asked).toHaveLength(3 * polls + 2);
    expect(seen.filter(type => type === 'metrics')).toHaveLength(1);
  });
});

describe('a workspace that cannot be reached', () => {
  it('is reported, and used again as soon as it is there', async () => {
    reachable = false;
    const response = await get('/api/workspace');
    expect(response.statusCode).toBe(500);
    expect(response.json<{ error: { message: string } }>().error.message).toContain(
      'connection refused'
    );
    reachable = true;
    expect((await get('/api/workspace')).json()).toMatchObject({ kind: 'local', name: 'w' });
  });
});

describe('/api/events', () => {
  let socket: WebSocket | undefined;
  let heard: EventMessage[];
  const last = <T extends EventMessage['type']>(type: T) =>
    heard.findLast((m): m is Extract<EventMessage, { type: T }> => m.type === type);

  beforeEach(async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    heard = [];
    const { port } = app.server.address() as AddressInfo;
    socket = new WebSocket(`ws://127.0.0.1:${port}/api/events`, {
      headers: { 'x-carry-bridge': 's' },
      origin: `http://127.0.0.1:${port}`
    });
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as EventMessage));
    await new Promise(resolve => socket?.once('open', resolve));
  });
  afterEach(() => socket?.terminate());

  it('pushes the jobs, and every change within two seconds', async () => {
    await vi.waitFor(() => {
      expect(last('jobs')?.jobs).toMatchObject([{ name: 'one', progress: { cell: 1, of: 3 } }]);
    });
    jobs[0] = { name: 'one', status: 'Running', cell: 2 };
    await vi.waitFor(
      () => {
        expect(last('jobs')?.jobs).toMatchObject([{ progress: { cell: 2, of: 3 } }]);
      },
      { timeout: 2000 }
    );
  });

  it('reads a finished job once', async () => {
    jobs[0] = { name: 'one', status: 'Completed' };
    await vi.waitFor(
      () => {
        expect(made.asked.filter(what => what === 'list').length).toBeGreaterThan(2);
      },
      { timeout: 5000 }
    );
    expect(made.asked.filter(what => what === 'details one').length).toBeLessThanOrEqual(2);
  });

  it('pushes detail, log and curves of the job that the page shows', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ name: 'one', metrics: ['loss'] });
      expect(last('log')).toMatchObject({ job: 'one', start: 0, end: 6, text: 'hello\n' });
      const points = [
        [0, 3, 0],
        [1, 2, 0]
      ];
      expect(last('metrics')).toMatchObject({ job: 'one', series: [{ key: 'loss', points }] });
    });
  });

  it('explains why the job that the page shows waits', async () => {
    jobs[0] = { name: 'one', status: 'Queued', warning: 'Queued behind 2 runs.' };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ reason: 'Queued behind 2 runs.' });
    });
  });

  it('names the cell of a failed job and its error', async () => {
    const error = { name: 'ValueError', message: 'bad shapes\nmore' };
    jobs[0] = { name: 'one', status: 'Failed', cell: 2, failedCell: 2, error };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({
        reason: 'Cell 2 failed: ValueError: bad shapes',
        error: 'ValueError: bad shapes\nmore',
        progress: { cell: 2, of: 3, failedCell: 2 }
      });
    });
  });

  it('continues the log at the offset of the page', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'one', logFrom: 3 }));
    await vi.waitFor(() => {
      expect(last('log')).toMatchObject({ start: 3, end: 6, text: 'lo\n' });
    });
  });

  it('reports that a job cannot be read', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'gone' }));
    await vi.waitFor(() => {
      expect(last('trouble')).toMatchObject({ about: 'job', error: { code: 'BridgeFailed' } });
    });
  });

  it('closes on an unknown message', async () => {
    const closed = new Promise<number>(resolve => socket?.once('close', resolve));
    socket?.send('{"type":"shutdown"}');
    expect(await closed).toBe(1008);
  });
});

function notebook(parameters: string): string {
  return JSON.stringify({
    cells: [
      { cell_type: 'code', metadata: { tags: ['parameters'] }, source: parameters, outputs: [] }
    ],
    metadata: {
      kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}
