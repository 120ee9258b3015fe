import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  symlink,
  truncate,
  writeFile
} from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventMessage, NotebookInfo } from './api.js';
import { buildApp } from './app.js';
import { Connection } from './connection.js';
import type { TypedApp } from './context.js';
import { ExperimentNames } from './experiment-names.js';
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

  it('passes the options on, and the environment by its id', async () => {
    const options = {
      displayName: 'a "b"',
      description: '$(id)',
      tags: { no: 'yes' },
      timeout: 60,
      environment: 'torch',
      environmentVariables: { MODE: 'x\ny' }
    };
    const body = { notebook: 'n.ipynb', parameters: {}, ...options };
    expect((await post('/api/jobs', body)).statusCode).toBe(200);
    const sent = { parameters: {}, ...options, environment: '/torch/versions/3' };
    const [asked] = made.asked;
    expect(JSON.parse(asked?.slice(asked.indexOf('{')) ?? '')).toEqual(sent);
  });

  it.each([
    [{ timeout: 0 }, '/timeout'],
    [{ timeout: 'soon' }, '/timeout'],
    [{ tags: { a: { b: 1 } } }, '/tags/a'],
    [{ displayName: '' }, '/displayName'],
    [{ environmentVariables: { A: {} } }, '/environmentVariables/A'],
    [{ environment: 'gone' }, '/environment']
  ])('names the field of %j as the target of the error', async (wrong, target) => {
    const response = await post('/api/jobs', { notebook: 'n.ipynb', parameters: {}, ...wrong });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.json()).toMatchObject({ error: { target } });
    expect(made.asked).toEqual([]);
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
      snapshot: { warnings: [] },
      missing: []
    });
  });

  it('tells what the cells need and the job would not have', async () => {
    await writeFile(join(folder, 'm.ipynb'), notebook('import os; os.environ["API_URL"]'));
    expect((await get('/api/notebook?path=m.ipynb')).json()).toMatchObject({
      missing: [{ kind: 'variable', name: 'API_URL', cell: 1 }]
    });
  });
});

describe('the choices of the form', () => {
  it('are the computes with their slots, and the environments', async () => {
    expect((await get('/api/computes')).json()).toEqual([
      { name: 'cpu', type: 'AmlCompute', state: 'Succeeded', description: '', slots: 2 },
      { name: 'far', type: 'Kubernetes', state: 'Succeeded', description: '', slots: null }
    ]);
    expect((await get('/api/environments')).json()).toEqual([
      { name: 'torch', latestVersion: '3' }
    ]);
  });
});

describe('POST /api/notebook/exclude', () => {
  it('lists a file in .amlignore, and previews the upload without it', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'big.bin'), '');
    await truncate(join(folder, 'data', 'big.bin'), 400 * 1024 * 1024);
    const before = (await get('/api/notebook?path=n.ipynb')).json<NotebookInfo>().snapshot;
    expect(before).toMatchObject({ files: 2, isComplete: true, leftOut: 0, warnings: [] });
    expect(before.entries[0]).toMatchObject({
      path: 'data/',
      files: 1,
      entries: [{ name: 'big.bin' }]
    });
    expect(before.bytes).toBeGreaterThan(400 * 1024 * 1024);
    expect(before.tooLarge).toContain('too large to submit');

    const body = { path: 'n.ipynb', exclude: 'data/big.bin' };
    const response = await post('/api/notebook/exclude', body);
    expect(response.json()).toMatchObject({
      files: 2,
      tooLarge: null,
      leftOut: 1,
      leftOutBy: [{ path: 'data/big.bin', rule: '/data/big.bin' }]
    });
    expect(await readFile(join(folder, '.amlignore'), 'utf8')).toBe('/data/big.bin\n');
  });

  it('refuses a path outside of the folder', async () => {
    const body = { path: 'n.ipynb', exclude: '../other' };
    const response = await post('/api/notebook/exclude', body);
    expect(response.json()).toMatchObject({ error: { code: 'SnapshotPathInvalid' } });
  });
});

describe('the submit for other tools', () => {
  it('has the values of the form, and no secret', async () => {
    const response = await post('/api/notebook/submit-as', {
      notebook: 'n.ipynb',
      parameters: { digits: 3 },
      environmentVariables: { API_KEY: 'hush-hush', MODE: '$(id)' }
    });
    const texts = response.json<Record<string, string>>();
    expect(Object.keys(texts).sort()).toEqual(['az', 'file', 'python', 'typescript', 'yaml']);
    expect(response.body).not.toContain('hush-hush');
    expect(texts.yaml).toContain('MODE: "$(id)"');
    expect(texts.az).toContain(`cd ${folder}\neval "$(npx carry env)"\n`);
  });

  it('is written beside the notebook, never through a link', async () => {
    await mkdir(join(folder, 'kept'));
    await symlink(join(folder, 'kept'), join(folder, '.carry'));
    const response = await post('/api/notebook/job-file', { notebook: 'n.ipynb', parameters: {} });
    expect(response.json()).toEqual({ path: 'n.job.yml' });
    expect(await readdir(join(folder, 'kept'))).toEqual([]);
    expect(await readdir(join(folder, '.carry'))).toContain('run_notebook.py');
  });

  it.each(['submit-as', 'job-file'])(
    'is refused outside of the lab, and for wrong values: %s',
    async route => {
      const of = async (body: object) =>
        (await post(`/api/notebook/${route}`, body)).json<object>();
      const parameters = {};
      expect(await of({ notebook: '../n.ipynb', parameters })).toMatchObject({
        error: { code: 'PathOutsideRoot' }
      });
      expect(await of({ notebook: 'n.ipynb', parameters: { no: 1 } })).toMatchObject({
        error: { code: 'ParameterUnknown', target: 'no' }
      });
      const environmentVariables = { 'A B': '1' };
      expect(await of({ notebook: 'n.ipynb', parameters, environmentVariables })).toMatchObject({
        error: { code: 'VariableInvalid', target: '/environmentVariables/A B' }
      });
    }
  );
});

describe('a notebook that JupyterLab has just created', () => {
  const untitled = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
  beforeEach(() => writeFile(join(folder, 'Untitled.ipynb'), untitled));

  it('is described without a kernel, as saved and as edited', async () => {
    const saved = await get('/api/notebook?path=Untitled.ipynb');
    expect(saved.json()).toMatchObject({ kernel: null, parameters: [], snapshot: { files: 2 } });
    const edited = await post('/api/parameters', { path: 'Untitled.ipynb', notebook: untitled });
    expect(edited.json()).toMatchObject({ kernel: null, parametersCell: 'none' });
  });

  it('is not submitted before it names its kernel', async () => {
    const response = await post('/api/jobs', { notebook: 'Untitled.ipynb', parameters: {} });
    expect(response.json()).toMatchObject({ error: { code: 'NotebookInvalid' } });
    expect(made.asked).toEqual([]);
  });
});

describe('GET /api/runs/{id}/models', () => {
  const models = async (...found: { name: string; version?: string }[]) => {
    jobs[0] = { name: 'one', status: 'Completed', models: found };
    return (await get('/api/runs/one/models')).json<object>();
  };

  it('proposes the name that the run registered its model under', async () => {
    const registered = { name: 'adder', version: '1' };
    expect(await models(registered, { name: 'logged' })).toEqual({
      registered: [registered],
      hasModel: true,
      proposedName: 'adder'
    });
  });

  it('proposes no name that says nothing, and tells when there is no model', async () => {
    expect(await models({ name: 'model' })).toMatchObject({ hasModel: true, proposedName: null });
    expect(await models()).toMatchObject({ hasModel: false, registered: [] });
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
      experiments: new ExperimentNames(),
      job: 'one',
      logFrom: 0,
      send: () => undefined,
      signal: new AbortController().signal
    });
    expect(made.asked.sort()).toEqual(['details one', 'get one', 'get one', 'run one']);
  });

  it('list the files of a job once, also to open its notebook', async () => {
    jobs[0] = { name: 'one', status: 'Completed', files: ['outputs/n.ipynb', 'deep/er/x'] };
    await get('/api/runs/one/files');
    expect(made.asked).toEqual(['run one', 'files one']);
    made.asked.length = 0;
    const response = await post('/api/runs/one/open', {});
    expect(response.json()).toEqual({ path: 'carry-runs/one/n (run one).ipynb' });
    expect(made.asked).toEqual(['run one', 'files one', 'get one', 'download outputs/n.ipynb']);
  });

  it('list nothing to open a file that the page has listed', async () => {
    await post('/api/runs/one/open', { path: 'deep/er/x' });
    expect(made.asked).toEqual(['run one', 'download deep/er/x']);
  });

  it('are one for the jobs, two for each unfinished one, and one for the newest runs', async () => {
    jobs.push({ name: 'two', status: 'Queued' }, { name: 'old', status: 'Completed' });
    const connection = new Connection(() => Promise.resolve(made.workspace));
    const feed = new JobFeed(connection, new ExperimentNames(), 60_000);
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
    expect(made.asked.sort()).toEqual([
      'details one',
      'details two',
      'list',
      'run one',
      'run two',
      'search {"orderBy":["attributes.start_time DESC"],"limit":20}'
    ]);
  });

  it('are three a poll for the job that a tab shows, and a history only when it has a new value', async () => {
    const seen: string[] = [];
    const watching = new AbortController();
    const connection = new Connection(() => Promise.resolve(made.workspace));
    void watchJob({
      connection,
      experiments: new ExperimentNames(),
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

  const until = (check: () => void) => vi.waitFor(check, { timeout: 3000 });

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

  it('says why a job could not start its kernel, not how its command ended', async () => {
    const message = "The kernel 'ir' did not start: no such file. Install it again.";
    jobs[0] = { name: 'one', status: 'Failed', error: { name: 'JobRefused', message } };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ reason: message, error: message });
    });
  });

  it('names the cell of a failed job and its error', async () => {
    const error = { name: 'ValueError', message: 'bad shapes\nmore' };
    jobs[0] = { name: 'one', status: 'Failed', cell: 2, failedCell: 2, error };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({
        reason: 'Code cell 2 of 3 failed: ValueError: bad shapes',
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

  it('reports that a run does not exist', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'gone' }));
    await vi.waitFor(() => {
      expect(last('trouble')).toMatchObject({ about: 'job', error: { code: 'NotFound' } });
    });
  });

  it('pushes runs that no job made among the jobs, newest first, and describes them', async () => {
    const id = 'a'.repeat(32);
    jobs[0] = { name: 'one', status: 'Completed', createdAt: 1 };
    jobs.unshift({
      name: id,
      status: 'Running',
      interactive: true,
      createdAt: 2,
      metrics: { x: [5] }
    });
    jobs.push({ name: 'b'.repeat(32), status: 'Completed', interactive: true, parent: id });
    await until(() => {
      const listed = last('jobs')?.jobs.map(({ name, kind, status }) => [name, kind, status]);
      expect(listed).toEqual([
        ['one', 'job', 'Completed'],
        [id, 'interactive', 'Running']
      ]);
    });
    socket?.send(JSON.stringify({ type: 'watch', job: id }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ name: id, experiment: 'e', metrics: ['x'] });
      expect(last('metrics')).toMatchObject({ job: id });
    });
    expect(last('trouble')).toBeUndefined();
    jobs[0] = { name: id, status: 'Failed', interactive: true };
    await until(() => {
      expect(last('jobs')?.jobs.map(({ status }) => status)).toContain('Failed');
      expect(last('job')?.job).toMatchObject({ finished: true });
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
