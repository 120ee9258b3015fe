import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from '../arm/client/fake-service.test-support.js';
import { trackingAt, type Tracking } from './tracking.js';
import { trainingCallback } from './training-callback.js';

/** A small MLflow server: one experiment, runs that store the logged values, proxied artifacts. */
let service: FakeService;
let tracking: Tracking;
let artifacts: Map<string, Buffer>;
let answers: Record<string, (request: Seen) => Reply>;
let folder: string;

const api = '/api/2.0/mlflow/';
const files = '/api/2.0/mlflow-artifacts/artifacts';
const info = {
  run_id: 'r1',
  experiment_id: '7',
  status: 'RUNNING',
  artifact_uri: 'mlflow-artifacts:/7/r1/artifacts'
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carry-tracking-'));
  artifacts = new Map();
  answers = {
    'experiments/get-by-name': () => ({ body: { experiment: { experiment_id: '7', name: 'e' } } }),
    'experiments/search': () => ({ body: { experiments: [{ experiment_id: '7', name: 'e' }] } }),
    'runs/create': () => ({ body: { run: { info } } }),
    'runs/get': () => ({ body: { run: { info } } }),
    'runs/log-batch': () => ({ body: {} }),
    'runs/update': () => ({ body: {} }),
    'artifacts/list': ({ query }) => ({ body: { files: listed(query.path ?? '') } })
  };
  service = await fakeService(answer);
  tracking = trackingAt(service.url);
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

describe('the models of a run', () => {
  it('are the versions registered from it, and those that it logged, by MLflow 2 and 3', async () => {
    const tag = { key: 'mlflow.log-model.history', value: '[{"artifact_path":"nets/sums"}]' };
    const outputs = { model_outputs: [{ model_id: 'm-1' }] };
    answers['runs/get'] = () => ({ body: { run: { info, data: { tags: [tag] }, outputs } } });
    answers['model-versions/search'] = ({ query }) => ({
      body:
        query.page_token === 'next'
          ? { model_versions: [{ name: 'other', version: 2 }] }
          : { model_versions: [{ name: query.filter, version: '1' }], next_page_token: 'next' }
    });
    answers['logged-models/m-1'] = () => ({ body: { model: { info: { name: 'net' } } } });
    expect(await (await tracking.runs.get('r1')).models()).toEqual([
      { name: "run_id='r1'", version: '1' },
      { name: 'other', version: '2' },
      { name: 'net' },
      { name: 'sums' }
    ]);
  });
});

function answer(request: Seen): Reply | undefined {
  const { path, method, body } = request;
  if (path.startsWith(files)) {
    if (method === 'PUT') artifacts.set(path.slice(files.length), body);
    const found = artifacts.get(path.slice(files.length));
    return found && { body: found };
  }
  return answers[path.replace(api, '')]?.(request);
}

function listed(at: string) {
  const prefix = `/7/r1/artifacts/${at ? `${at}/` : ''}`;
  const names = [...artifacts.keys()].filter(path => path.startsWith(prefix));
  const direct = new Set(names.map(path => path.slice(prefix.length).split('/', 1)[0]!));
  return [...direct].map(name => {
    const file = artifacts.get(prefix + name);
    return {
      path: at ? `${at}/${name}` : name,
      is_dir: !file,
      ...(file ? { file_size: file.length } : {})
    };
  });
}

const sent = (operation: string) =>
  service.seen
    .filter(seen => seen.path === api + operation)
    .map(seen => seen.json() as Record<string, unknown>);
const start = () => tracking.runs.start({ experiment: 'e' });

describe('a run', () => {
  it('is started in its experiment, which is created if it does not exist', async () => {
    let exists = false;
    answers['experiments/get-by-name'] = () =>
      exists
        ? { body: { experiment: { experiment_id: '7', name: 'new' } } }
        : { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'No.' } };
    answers['experiments/create'] = () => {
      exists = true;
      return { body: { experiment_id: '7' } };
    };
    const run = await tracking.runs.start({ experiment: 'new', name: 'n', tags: { a: 'b' } });
    expect(run.id).toBe('r1');
    expect(sent('runs/create')).toMatchObject([
      { experiment_id: '7', run_name: 'n', tags: [{ key: 'a', value: 'b' }] }
    ]);
  });

  it('is deleted and restored', async () => {
    let stage = 'active';
    const become = (next: string) => () => {
      stage = next;
      return { body: {} };
    };
    answers['runs/delete'] = become('deleted');
    answers['runs/restore'] = become('active');
    answers['runs/get'] = () => ({ body: { run: { info: { ...info, lifecycle_stage: stage } } } });
    const run = await tracking.runs.get('r1');
    await run.delete();
    expect(run.isDeleted).toBe(true);
    await run.restore();
    expect(run.isDeleted).toBe(false);
    expect([...sent('runs/delete'), ...sent('runs/restore')]).toEqual([
      { run_id: 'r1' },
      { run_id: 'r1' }
    ]);
  });

  it('sends metrics in batches of a thousand, in order, before it ends', async () => {
    const run = await start();
    for (let step = 0; step < 2500; step++) run.logMetric('loss', step / 2, step);
    await run.end();
    const batches = sent('runs/log-batch').map(b => b.metrics as { step: number; value: number }[]);
    expect(batches.map(batch => batch.length)).toEqual([1000, 1000, 500]);
    expect(batches.flat().map(m => m.step)).toEqual(Array.from({ length: 2500 }, (_, i) => i));
    expect(batches[0]![3]).toMatchObject({ key: 'loss', value: 1.5 });
    const order = service.seen.map(seen => seen.path.replace(api, ''));
    expect(order.lastIndexOf('runs/log-batch')).toBeLessThan(order.indexOf('runs/update'));
    expect(sent('runs/update')).toMatchObject([{ run_id: 'r1', status: 'FINISHED' }]);
  });

  it('sends metrics without a flush', async () => {
    const run = await start();
    run.logMetrics({ a: 1, b: 2 }, 1);
    await expect.poll(() => sent('runs/log-batch').length, { timeout: 5000 }).toBe(1);
  });

  it('writes NaN and infinities as MLflow reads them', async () => {
    const run = await start();
    run.logMetrics({ a: NaN, b: -Infinity });
    await run.flush();
    expect(sent('runs/log-batch')[0]!.metrics).toMatchObject([
      { value: 'NaN' },
      { value: '-Infinity' }
    ]);
  });

  it('writes parameters and tags a hundred at a time, values that are no texts as JSON', async () => {
    const run = await start();
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`p${i}`, i]));
    await run.logParameters({ ...many, list: [1, 'a'], text: 'x' });
    const batches = sent('runs/log-batch').map(b => b.params as { key: string; value: string }[]);
    expect(batches.map(batch => batch.length)).toEqual([100, 52]);
    expect(batches[1]).toContainEqual({ key: 'list', value: '[1,"a"]' });
    expect(batches[1]).toContainEqual({ key: 'text', value: 'x' });
  });

  it('reads the values of the server, also integers encoded as strings', async () => {
    const data = {
      metrics: [{ key: 'loss', value: 'NaN', timestamp: '1', step: '2' }],
      params: [{ key: 'digits', value: '2' }],
      tags: [{ key: 'mlflow.runName', value: 'n' }]
    };
    answers['runs/get'] = () => ({ body: { run: { info: { ...info, start_time: '5' }, data } } });
    const run = await tracking.runs.get('r1');
    expect(run).toMatchObject({ name: 'n', parameters: { digits: '2' }, metrics: { loss: NaN } });
    expect(run.startTime).toEqual(new Date(5));
    expect(run.endTime).toBeUndefined();
  });

  it('has a history of every metric as an Arrow table whose steps are plain numbers', async () => {
    const rows = [
      { key: 'loss', value: 0.5, timestamp: 20, step: 2 },
      { key: 'loss', value: 'Infinity', timestamp: '10', step: '1' }
    ];
    answers['metrics/get-history'] = ({ query }) => ({
      body: query.page_token
        ? { metrics: rows.slice(1) }
        : { metrics: rows.slice(0, 1), next_page_token: 'more' }
    });
    const run = await start();
    const table = await run.metricHistory('loss');
    expect(Array.from({ length: table.numRows }, (_, i) => table.get(i)?.toJSON())).toEqual([
      { step: 1, timestamp: 10, value: Infinity },
      { step: 2, timestamp: 20, value: 0.5 }
    ]);
  });

  it('downloads only the last page of a history when it is read again', async () => {
    const point = (step: number) => ({ key: 'loss', value: step, timestamp: step, step });
    let last = [point(2)];
    const requested: string[] = [];
    answers['metrics/get-history'] = ({ query }) => {
      requested.push(query.page_token ?? 'first');
      return {
        body: query.page_token
          ? { metrics: last }
          : { metrics: [point(0), point(1)], next_page_token: 'last' }
      };
    };
    const reader = (await start()).metricReader('loss');
    expect((await reader.read()).map(row => row.value)).toEqual([0, 1, 2]);
    last = [point(2), point(3)];
    expect((await reader.read()).map(row => row.value)).toEqual([0, 1, 2, 3]);
    expect(requested).toEqual(['first', 'last', 'last']);
  });
});

describe('trainingCallback', () => {
  const model = {
    save: async (into: string) => {
      await writeFile(join(into, 'weights.bin'), 'w');
    }
  };

  it('keeps the parameters, the figures of every report by its step, and the model', async () => {
    const callback = trainingCallback(await start());
    await callback.onBegin({ seed: 7, arch: 'carry' });
    callback.onProgress({ examples: 4096, loss: 0.5, exact: 0.25, mistakes: [{ sum: '1+1' }] });
    callback.onProgress({ examples: 8192, loss: 0.1, exact: 1, mistakes: [] });
    await callback.onEnd(model);
    const [parameters, metrics] = sent('runs/log-batch');
    expect(parameters!.params).toEqual([
      { key: 'seed', value: '7' },
      { key: 'arch', value: 'carry' }
    ]);
    expect(metrics!.metrics).toMatchObject([
      { key: 'loss', value: 0.5, step: 4096 },
      { key: 'exact', value: 0.25, step: 4096 },
      { key: 'loss', value: 0.1, step: 8192 },
      { key: 'exact', value: 1, step: 8192 }
    ]);
    expect([...artifacts.keys()]).toEqual(['/7/r1/artifacts/model/weights.bin']);
  });

  it('counts by another figure and keeps the model elsewhere where that is wanted', async () => {
    const callback = trainingCallback(await start(), { step: 'epoch', path: 'best' });
    callback.onProgress({ epoch: 3, loss: 0.5 });
    await callback.onEnd(model);
    expect(sent('runs/log-batch')[0]!.metrics).toMatchObject([{ key: 'loss', step: 3 }]);
    expect([...artifacts.keys()]).toEqual(['/7/r1/artifacts/best/weights.bin']);
  });
});

describe('artifacts behind the tracking server', () => {
  it('are uploaded and downloaded with their folders, under any name', async () => {
    await mkdir(join(folder, 'in/sub'), { recursive: true });
    await writeFile(join(folder, 'in/a b#ü.txt'), 'one');
    await writeFile(join(folder, 'in/sub/empty'), '');
    const run = await start();
    await run.logArtifacts(join(folder, 'in'), 'model');
    expect([...artifacts.keys()].sort()).toEqual([
      '/7/r1/artifacts/model/a b#ü.txt',
      '/7/r1/artifacts/model/sub/empty'
    ]);
    expect(await run.listArtifacts('model')).toEqual(
      expect.arrayContaining([
        { path: 'model/a b#ü.txt', isFolder: false, size: 3 },
        { path: 'model/sub', isFolder: true }
      ])
    );
    const written = await run.downloadArtifacts('model', join(folder, 'out'));
    expect(written.sort()).toEqual([join(folder, 'out/a b#ü.txt'), join(folder, 'out/sub/empty')]);
    expect(await readFile(join(folder, 'out/a b#ü.txt'), 'utf8')).toBe('one');
  });

  it('can be one file', async () => {
    await writeFile(join(folder, 'm.json'), '{}');
    const run = await start();
    await run.logArtifact(join(folder, 'm.json'), 'deep/er');
    const written = await run.downloadArtifacts('deep/er/m.json', join(folder, 'out'));
    expect(written).toEqual([join(folder, 'out/m.json')]);
  });

  it('that do not exist are named in the error', async () => {
    const run = await start();
    await expect(run.downloadArtifacts('nope', folder)).rejects.toMatchObject({
      code: 'ArtifactNotFound',
      target: 'nope'
    });
    await expect(run.logArtifact(join(folder, 'nope'))).rejects.toMatchObject({
      code: 'ArtifactSourceNotFound'
    });
  });

  it('never leave the download folder', async () => {
    artifacts.set('/7/r1/artifacts/m/x', Buffer.from('x'));
    answers['artifacts/list'] = ({ query }) => ({
      body: {
        files: query.path === 'm' ? [{ path: 'm/../../evil' }] : [{ path: 'm', is_dir: true }]
      }
    });
    const run = await start();
    await expect(run.downloadArtifacts('m', join(folder, 'out'))).rejects.toMatchObject({
      code: 'UnsafeArtifact'
    });
  });

  it('in another store are refused with a message', async () => {
    answers['runs/create'] = () => ({
      body: { run: { info: { ...info, artifact_uri: 's3://b/x' } } }
    });
    await expect((await start()).listArtifacts()).rejects.toThrow(/s3:\/\/b\/x.*--serve-artifacts/);
  });
});

describe('searching runs', () => {
  it('asks for all experiments unless some are named, and follows pages up to the limit', async () => {
    const run = (id: string) => ({ info: { ...info, run_id: id } });
    answers['runs/search'] = request => {
      const { page_token: token } = request.json() as { page_token?: string };
      return {
        body: token
          ? { runs: [run('c'), run('d')] }
          : { runs: [run('a'), run('b')], next_page_token: '2' }
      };
    };
    const runs = await tracking.runs.search({ filter: 'f', orderBy: ['o'], limit: 3 }).all();
    expect(runs.map(found => found.id)).toEqual(['a', 'b', 'c']);
    expect(sent('runs/search')[0]).toMatchObject({
      experiment_ids: ['7'],
      filter: 'f',
      order_by: ['o']
    });
  });
});

it('runs.current says what to do outside of a job', async () => {
  await expect(tracking.runs.current()).rejects.toMatchObject({ code: 'NoCurrentRun' });
});

it('trackingAt takes http addresses alone', () => {
  expect(() => trackingAt('file:///tmp/mlruns')).toThrow(/http or https/);
});
