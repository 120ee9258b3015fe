import { readdirSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection, type RequestOptions } from './arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from './arm/client/fake-service.test-support.js';
import { Workspace } from './index.js';
import { BlobContainer } from './workspace/blob-container.js';

/** A service that responds as each test defines, up to the request at which it gets stuck. */
let service: FakeService;
let answer: (request: Seen) => Reply | undefined;
let folder: string;
let ws: Workspace;

const reason = new Error('enough');
const info = { run_id: 'r', experiment_id: '1', artifact_uri: 'mlflow-artifacts:/1/r' };
const stuck: Reply = { isStuck: true };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carry-abort-midway-'));
  service = await fakeService(request => {
    if (request.path === '/probe') return { body: '' };
    if (request.path.endsWith('/runs/get')) return { body: { run: { info } } };
    return answer(request);
  });
  const credential = { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: 1e15 }) };
  const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
  const arm = new ArmWorkspace(new Connection({ endpoint: service.url }), id);
  const variables = { MLFLOW_TRACKING_URI: service.url };
  ws = new Workspace({ arm, credential, variables, storageSuffix: 'test' });
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

/** Aborts an operation when the service is stuck, and expects that it ends with the reason and leaves no request. */
async function abortWhenStuck(start: (options: RequestOptions) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const outcome = start({ signal: controller.signal }).then(
    () => 'completed',
    (error: unknown) => error
  );
  await Promise.race([
    outcome,
    expect.poll(() => service.stuck(), { interval: 5 }).toBeGreaterThan(0)
  ]);
  controller.abort(reason);
  expect(await outcome).toBe(reason);
  await expect.poll(() => service.stuck(), { interval: 5 }).toBe(0);
  const requests = service.seen.length;
  await fetch(`${service.url}/probe`);
  expect(service.seen.map(({ path }) => path).slice(requests)).toEqual(['/probe']);
}

/** The files of the test's folder that this process has open. */
function openFiles(): string[] {
  const own = '/proc/self/fd';
  const target = (descriptor: string): string => {
    try {
      return readlinkSync(join(own, descriptor));
    } catch {
      return ''; // It was closed meanwhile.
    }
  };
  return readdirSync(own)
    .map(target)
    .filter(path => path.startsWith(folder));
}

/** Responds to the first `count` requests whose path matches, and is stuck at the next. */
function stuckAfter(count: number, reply: (request: Seen) => Reply): (request: Seen) => Reply {
  let left = count;
  return request => (left-- > 0 ? reply(request) : stuck);
}

const container = () => BlobContainer.open(`${service.url}/c?sig=1`, undefined);
const put = (pattern: RegExp) =>
  service.seen.filter(({ method, path }) => method === 'PUT' && pattern.test(path));

async function writeFiles(...names: string[]): Promise<string> {
  const from = join(folder, 'from');
  await mkdir(from);
  for (const name of names) await writeFile(join(from, name), name);
  return from;
}

describe('an abort midway through an upload', () => {
  it('sends no further file to a container', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `f${i}`);
    const from = await writeFiles(...names);
    answer = stuckAfter(8, () => ({ status: 201 }));
    const files = names.map(path => ({ path, source: join(from, path) }));
    await abortWhenStuck(async options => (await container()).upload('', files, options));
    expect(put(/./).length).toBeLessThan(names.length);
  });

  it('closes a large file and sends no block list', async ({ skip }) => {
    skip(process.platform !== 'linux', 'open files are counted in /proc, which Linux has');
    const source = join(folder, 'large');
    await writeFile(source, '');
    await truncate(source, 40 << 20);
    answer = stuckAfter(1, () => ({ status: 201 }));
    await abortWhenStuck(async options =>
      (await container()).upload('', [{ path: 'large', source }], options)
    );
    expect(service.seen.filter(({ query }) => query.comp === 'blocklist')).toEqual([]);
    await expect.poll(openFiles).toEqual([]);
  });

  it('creates neither a code version nor a job', async () => {
    const from = await writeFiles('lib.py');
    const metadata = { kernelspec: { name: 'python3' } };
    await writeFile(join(from, 'a.ipynb'), JSON.stringify({ nbformat: 4, metadata, cells: [] }));
    answer = ({ path }) => {
      const blobUri = `${service.url}/blobs/c`;
      const credential = { sasUri: `${blobUri}?sig=1` };
      if (path.startsWith('/blobs/')) return stuck;
      if (path.endsWith('/startPendingUpload'))
        return { body: { blobReferenceForConsumption: { blobUri, credential } } };
      if (path.endsWith('/versions')) return { body: { value: [] } };
      return path.endsWith('/computes')
        ? { body: { value: [] } }
        : { body: { id: path, name: '1', properties: { image: 'i' } } };
    };
    await abortWhenStuck(options => ws.jobs.submitNotebook(join(from, 'a.ipynb'), options));
    expect(put(/^\/blobs\//).length).toBeGreaterThan(0);
    expect(put(/\/(codes|jobs)\//)).toEqual([]);
  });

  it('closes a large artifact of a run', async ({ skip }) => {
    skip(process.platform !== 'linux', 'open files are counted in /proc, which Linux has');
    const source = join(folder, 'large');
    await writeFile(source, '');
    await truncate(source, 40 << 20);
    const run = await ws.runs.get('r');
    answer = () => stuck;
    await abortWhenStuck(options => run.logArtifact(source, '', options));
    await expect.poll(openFiles).toEqual([]);
  });

  it('sends no further artifact of a run', async () => {
    const from = await writeFiles('a', 'b', 'c', 'd');
    const run = await ws.runs.get('r');
    answer = stuckAfter(2, () => ({ body: {} }));
    await abortWhenStuck(options => run.logArtifacts(from, '', options));
    expect(put(/\/mlflow-artifacts\//)).toHaveLength(3);
    if (process.platform === 'linux') await expect.poll(openFiles).toEqual([]);
  });
});

describe('an abort midway through a download', () => {
  const half: Reply = {
    headers: { 'content-length': '1000', etag: '"1"' },
    body: 'half',
    isStuck: true
  };

  it('leaves the complete artifacts of a run, and an earlier file as it was', async () => {
    const to = join(folder, 'to');
    await mkdir(to);
    await writeFile(join(to, 'b'), 'earlier');
    const run = await ws.runs.get('r');
    answer = ({ path }) => {
      if (path.endsWith('/artifacts/list'))
        return { body: { files: [{ path: 'a' }, { path: 'b' }] } };
      return path.endsWith('/a') ? { body: 'whole' } : half;
    };
    await abortWhenStuck(options => run.downloadArtifacts('', to, options));
    expect((await readdir(to)).sort()).toEqual(['a', 'b']);
    expect(await readFile(join(to, 'b'), 'utf8')).toBe('earlier');
  });

  it('leaves no partial file of a container', async () => {
    const to = join(folder, 'to');
    const blob =
      '<Blob><Name>a</Name><Properties><Content-Length>1000</Content-Length></Properties></Blob>';
    answer = ({ query }) =>
      query.comp === 'list'
        ? { headers: { 'content-type': 'application/xml' }, body: listOf(blob) }
        : half;
    await abortWhenStuck(async options => (await container()).download('a', to, options));
    expect(await readdir(to)).toEqual([]);
  });
});

describe('an abort midway through paging', () => {
  const page = { value: [{ id: '/e', name: 'e', properties: {} }] };
  const next = () => ({ body: { ...page, nextLink: `${service.url}/next` } });
  const experiments = { experiments: [{ experiment_id: '1', name: 'e' }] };

  it.each<[string, Reply | (() => Reply), (options: RequestOptions) => Promise<unknown>]>([
    ['jobs', next, options => ws.jobs.list(options).all()],
    ['computes', next, options => ws.computes.list(options).all()],
    ['models', next, options => ws.models.list(options).all()],
    ['data', next, options => ws.data.list(options).all()],
    ['environments', next, options => ws.environments.list(options).all()],
    [
      'experiments',
      { body: { ...experiments, next_page_token: 't' } },
      options => ws.experiments.list(options).all()
    ],
    [
      'artifacts',
      { body: { files: [{ path: 'a' }], next_page_token: 't' } },
      async options => (await ws.runs.get('r')).listFiles('', options)
    ],
    [
      'a metric',
      { body: { metrics: [], next_page_token: 't' } },
      async options => (await ws.runs.get('r')).metricHistory('m', options)
    ],
    [
      'blobs',
      () => ({ headers: { 'content-type': 'application/xml' }, body: listOf('', 'm') }),
      async options => {
        const blobs = (await container()).list('', options);
        while (!(await blobs.next()).done);
      }
    ]
  ])('of %s requests no further page', async (_, first, list) => {
    answer = stuckAfter(1, () => (typeof first === 'function' ? first() : first));
    await abortWhenStuck(list);
    const pages = service.seen.filter(({ path }) => !/\/(probe|runs\/get)$/.test(path));
    expect(pages).toHaveLength(2);
  });

  it('of runs requests no further page', async () => {
    const runs = { runs: [{ info }], next_page_token: 't' };
    const pages = stuckAfter(1, () => ({ body: runs }));
    answer = request =>
      /runs\/search$/.test(request.path) ? pages(request) : { body: experiments };
    const names: string[] = [];
    await abortWhenStuck(async options => {
      for await (const run of ws.runs.search(options)) names.push(run.id);
    });
    expect(names).toEqual(['r']);
  });
});

function listOf(blobs: string, marker = ''): string {
  return `<?xml version="1.0"?><EnumerationResults ContainerName="c"><Blobs>${blobs}</Blobs><NextMarker>${marker}</NextMarker></EnumerationResults>`;
}
