import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from '../arm/client/fake-service.test-support.js';
import { Computes } from './computes.js';
import { DataAssets } from './data.js';
import { Datastores } from './datastores.js';
import { Environments } from './environments.js';
import { Jobs } from './jobs.js';

/** A workspace as far as submitting needs it: every asset that is put is found again. */
let service: FakeService;
let stored: Map<string, unknown>;
let computes: string[];
let folder: string;
let jobs: Jobs;
const tags = { 'carry.cells.total': '7', 'carry.cell.current': '3' };

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const prefix =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';

beforeEach(async () => {
  stored = new Map();
  computes = ['cpu', 'gpu'];
  folder = await mkdtemp(join(tmpdir(), 'carry-jobs-'));
  service = await fakeService(answer);
  const connection = new Connection({ endpoint: service.url, retryDelayMs: 1 });
  const arm = new ArmWorkspace(connection, id);
  jobs = new Jobs({
    arm,
    datastores: new Datastores(arm, { getToken: () => Promise.resolve(null) }, 'x'),
    computes: new Computes(arm),
    data: new DataAssets(arm, new Datastores(arm, { getToken: () => Promise.resolve(null) }, 'x')),
    environments: new Environments(arm),
    openRun: () => Promise.resolve({ tags })
  });
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

function answer(request: Seen, url: string): Reply | undefined {
  const path = request.path.replace(prefix, '');
  if (path.startsWith('/blobs/')) return { status: 201 };
  if (request.method === 'PUT') {
    const { properties } = request.json() as { properties: object };
    const resource = { id: request.path, name: path.split('/').at(-1), properties };
    stored.set(path, resource);
    return { status: 201, body: resource };
  }
  if (request.method === 'DELETE') {
    stored.delete(path);
    return { status: 200 };
  }
  if (path.endsWith('/startPendingUpload')) {
    const blobUri = `${url}/blobs/container`;
    const credential = { credentialType: 'SAS', sasUri: `${blobUri}?sig=1` };
    return { body: { blobReferenceForConsumption: { blobUri, credential } } };
  }
  if (/^\/codes\/[^/]+\/versions$/.test(path)) {
    const code = stored.get(`${path}/1`);
    return { body: { value: code ? [code] : [] } };
  }
  if (path === '/computes')
    return {
      body: {
        value: computes.map(name => ({ id: `${prefix}/computes/${name}`, name, properties: {} }))
      }
    };
  const compute = /^\/computes\/(.+)$/.exec(path)?.[1];
  if (compute && computes.includes(compute))
    return { body: { id: request.path, name: compute, properties: {} } };
  const body = stored.get(path);
  return body ? { body } : undefined;
}

async function notebook(): Promise<string> {
  const path = join(folder, 'My nötebook.ipynb');
  const cell = { cell_type: 'code', metadata: { tags: ['parameters'] }, source: 'n = 1' };
  const metadata = { kernelspec: { name: 'python3', language: 'python' } };
  await writeFile(path, JSON.stringify({ nbformat: 4, metadata, cells: [cell] }));
  await writeFile(join(folder, 'lib.py'), 'x = 1');
  return path;
}

const dataNotebook = JSON.stringify({
  nbformat: 4,
  metadata: { kernelspec: { name: 'python3', language: 'python' } },
  cells: [{ cell_type: 'code', metadata: { tags: ['parameters'] }, source: 'source = "x"\nn = 1' }]
});

const puts = (pattern: RegExp) =>
  service.seen.filter(seen => seen.method === 'PUT' && pattern.test(seen.path));
const sentJob = () =>
  (
    puts(/\/jobs\//)
      .at(-1)
      ?.json() as { properties: Record<string, unknown> }
  ).properties;

describe('jobs.submitNotebook', () => {
  it('uploads the folder and creates a command job with the fields that were given', async () => {
    const job = await jobs.submitNotebook(await notebook(), {
      parameters: { n: '5' },
      compute: 'gpu',
      experiment: 'e',
      name: 'j1',
      environment: 'mine:3',
      environmentVariables: { A: 'b' },
      tags: { t: 'u' },
      timeout: 90
    });
    expect(job.name).toBe('j1');
    const blobs = puts(/\/blobs\/container\//).map(seen => seen.path.split('/src/')[1]);
    expect(blobs).toEqual(
      expect.arrayContaining(['My nötebook.ipynb', 'lib.py', '.carry/run_notebook.py'])
    );
    expect(sentJob()).toMatchObject({
      jobType: 'Command',
      command: 'python .carry/run_notebook.py',
      codeId: expect.stringMatching(/\/codes\/[\da-f-]{36}\/versions\/1$/),
      environmentId: `${prefix}/environments/mine/versions/3`,
      computeId: `${prefix}/computes/gpu`,
      displayName: 'My nötebook',
      experimentName: 'e',
      environmentVariables: { A: 'b', CARRY_PARAMETERS: '{"n":5}' },
      properties: { 'carry.notebook': 'My nötebook.ipynb', 'carry.kernel': 'python3' },
      tags: { t: 'u', 'carry.notebook': 'My nötebook.ipynb' },
      limits: { jobLimitsType: 'Command', timeout: 'PT90S' }
    });
    expect(job.spec).toMatchObject({ compute: 'gpu', environment: 'mine:3', parameters: { n: 5 } });
  });

  it('makes a name and an experiment that Azure takes out of any file name', async () => {
    const job = await jobs.submitNotebook(await notebook(), { environment: 'mine:3' });
    expect(job.name).toMatch(/^My-no-tebook_\d{8}_\d{4}_[a-z\d]+$/);
    expect(sentJob().experimentName).toBe('My-no-tebook');
  });

  it('does not upload the same files twice', async () => {
    const path = await notebook();
    await jobs.submitNotebook(path, { environment: 'mine:3', name: 'first' });
    const uploads = puts(/\/blobs\//).length;
    await jobs.submitNotebook(path, {
      environment: 'mine:3',
      name: 'second',
      parameters: { n: 2 }
    });
    expect(puts(/\/blobs\//)).toHaveLength(uploads);
    await writeFile(join(folder, 'lib.py'), 'x = 2');
    await jobs.submitNotebook(path, { environment: 'mine:3', name: 'third' });
    expect(puts(/\/blobs\//)).toHaveLength(2 * uploads);
  });

  it.each([
    [{ parameters: { m: 1 } }, 'ParameterUnknown'],
    [{ parameters: { n: 'x' } }, 'ParameterInvalid'],
    [{ compute: 'nope' }, 'ResourceNotFound']
  ])('refuses %j before anything is uploaded', async (options, code) => {
    const refused = jobs.submitNotebook(await notebook(), { environment: 'mine:3', ...options });
    await expect(refused).rejects.toMatchObject({ code });
    expect(puts(/./)).toEqual([]);
  });

  it('lists its steps', async () => {
    const onProgress = vi.fn();
    await jobs.submitNotebook(await notebook(), { environment: 'mine:3', onProgress });
    const steps = onProgress.mock.calls.map(
      ([event]) => event as { step: string; done?: number; of?: number }
    );
    expect([...new Set(steps.map(event => event.step))]).toEqual([
      'Reading the notebook and its folder',
      'Uploading',
      'Creating the job'
    ]);
    const last = steps.filter(event => event.step === 'Uploading').at(-1);
    expect(last?.done).toBe(last?.of);
  });
});

describe('the compute and the environment of a job, if none is given', () => {
  const computeOf = async () => {
    await jobs.create({ command: 'x', environment: 'mine:3' });
    return sentJob().computeId;
  };

  it('is the compute named cpu, or the only one, or none at all', async () => {
    expect(await computeOf()).toBe(`${prefix}/computes/cpu`);
    computes = ['gpu'];
    expect(await computeOf()).toBe(`${prefix}/computes/gpu`);
    computes = [];
    expect(await computeOf()).toBeUndefined();
  });

  it('must be said when there are several', async () => {
    computes = ['a', 'b'];
    await expect(computeOf()).rejects.toThrow(/several computes: a, b/);
  });

  it('is the environment for notebooks, made when the workspace has none', async () => {
    await jobs.create({ command: 'x' });
    expect(sentJob().environmentId).toBe(`${prefix}/environments/carry-notebook/versions/1`);
    expect(puts(/environments/)[0]!.json()).toMatchObject({
      properties: { condaFile: expect.stringContaining('papermill') }
    });
    stored.set('/environments/carry-notebook', { properties: { latestVersion: '4' } });
    await jobs.create({ command: 'x' });
    expect(sentJob().environmentId).toBe(`${prefix}/environments/carry-notebook/versions/4`);
  });
});

describe('the environment of a notebook', () => {
  it('is made of its content, and once for the same content', async () => {
    const environment = { name: 'kernel-python3', image: 'i', condaFile: 'dependencies: []' };
    await jobs.submitNotebook(await notebook(), { compute: 'cpu', environment });
    await jobs.submitNotebook(await notebook(), { compute: 'cpu', environment });
    expect(puts(/environments/)).toHaveLength(1);
    expect(puts(/environments/)[0]!.json()).toEqual({
      properties: { image: 'i', condaFile: 'dependencies: []' }
    });
    const first = sentJob().environmentId;
    expect(first).toMatch(/\/environments\/kernel-python3\/versions\/[0-9a-f]{12}$/);
    const changed = { ...environment, condaFile: 'dependencies: [a]' };
    await jobs.submitNotebook(await notebook(), { compute: 'cpu', environment: changed });
    expect(puts(/environments/)).toHaveLength(2);
    expect(sentJob().environmentId).not.toBe(first);
  });
});

describe('a notebook with data', () => {
  it('gets the path of a data asset as a parameter', async () => {
    stored.set('/data/sums/versions/3', {
      ...{ id: 'i', name: '3' },
      properties: { dataType: 'uri_folder', dataUri: 'u' }
    });
    await writeFile(join(folder, 'd.ipynb'), dataNotebook);
    const path = join(folder, 'd.ipynb');
    await jobs.submitNotebook(path, { compute: 'cpu', data: { source: 'sums:3' } });
    expect(sentJob()).toMatchObject({
      command: 'python .carry/run_notebook.py --path "source=${{inputs.source}}"',
      inputs: {
        source: { jobInputType: 'uri_folder', uri: 'azureml:sums:3', mode: 'ReadOnlyMount' }
      }
    });
    const wrong = jobs.submitNotebook(path, { compute: 'cpu', data: { n: 'sums:3' } });
    await expect(wrong).rejects.toMatchObject({ code: 'ParameterInvalid', target: 'n' });
  });
});

describe('a notebook with several values of a parameter', () => {
  it('is a sweep job, whose trial is the notebook', async () => {
    await jobs.submitNotebook(await notebook(), {
      ...{ compute: 'cpu', timeout: 90, tags: { t: 'u' } },
      sweep: { values: { n: [1, 2] }, metric: 'loss', maxConcurrentTrials: 2 }
    });
    expect(sentJob()).toMatchObject({
      jobType: 'Sweep',
      tags: { t: 'u' },
      trial: { command: 'python .carry/run_notebook.py --json n=${{search_space.n}}' },
      searchSpace: { n: ['choice', [[1, 2]]] },
      samplingAlgorithm: { samplingAlgorithmType: 'Grid' },
      objective: { primaryMetric: 'loss', goal: 'Minimize' },
      limits: { maxTotalTrials: 2, maxConcurrentTrials: 2, trialTimeout: 'PT90S' }
    });
    expect(sentJob()).not.toHaveProperty('command');
  });
});

describe('jobs.create', () => {
  it('sends every field of a command job, also those it knows nothing of', async () => {
    const fields = {
      outputs: { m: { jobOutputType: 'uri_folder' as const } },
      queueSettings: { jobTier: 'Spot' },
      resources: { instanceCount: 2 }
    };
    await jobs.create({ command: 'x', environment: 'mine:3', experiment: 'e', ...fields }, 'j');
    expect(sentJob()).toMatchObject({ ...fields, jobType: 'Command', experimentName: 'e' });
    expect(sentJob()).not.toHaveProperty('experiment');
    expect(sentJob()).not.toHaveProperty('environment');
  });
});

describe('a job that has ended', () => {
  beforeEach(() => {
    stored.set('/jobs/old', {
      name: 'old',
      properties: {
        jobType: 'Command',
        command: 'x',
        environmentVariables: { CARRY_NOTEBOOK: 'n.ipynb', CARRY_PARAMETERS: '{"n":1,"m":2}' },
        status: 'Completed',
        isArchived: false
      }
    });
  });

  it('is submitted again as it was', async () => {
    const again = await jobs.rerun('old');
    expect(again.name).not.toBe('old');
    expect(sentJob()).toEqual({
      jobType: 'Command',
      command: 'x',
      environmentVariables: { CARRY_NOTEBOOK: 'n.ipynb', CARRY_PARAMETERS: '{"n":1,"m":2}' }
    });
  });

  it('is submitted again with other parameters, compute and names', async () => {
    const changes = { compute: 'gpu', experiment: 'e', displayName: 'Other' };
    const again = await jobs.rerun('old', { parameters: { n: 3 }, ...changes });
    expect(again.name).toMatch(/^Other_/);
    expect(sentJob()).toMatchObject({
      command: 'x',
      computeId: `${prefix}/computes/gpu`,
      experimentName: 'e',
      displayName: 'Other',
      environmentVariables: { CARRY_NOTEBOOK: 'n.ipynb', CARRY_PARAMETERS: '{"n":3,"m":2}' }
    });
  });

  it('has no other parameters if it runs no notebook', async () => {
    stored.set('/jobs/plain', {
      name: 'plain',
      properties: { jobType: 'Command', command: 'x', status: 'Completed' }
    });
    await expect(jobs.rerun('plain', { parameters: { n: 3 } })).rejects.toMatchObject({
      code: 'ParametersNotChangeable',
      target: 'plain'
    });
    expect(puts(/jobs/)).toEqual([]);
  });

  it('has no other parameters if it is a sweep, whose trials run the notebook', async () => {
    const environmentVariables = { CARRY_NOTEBOOK: 'n.ipynb', CARRY_PARAMETERS: '{"n":1}' };
    stored.set('/jobs/sweep', {
      name: 'sweep',
      properties: { jobType: 'Sweep', trial: { command: 'x', environmentVariables } }
    });
    await expect(jobs.rerun('sweep', { parameters: { n: 3 } })).rejects.toMatchObject({
      code: 'ParametersNotChangeable',
      target: 'sweep'
    });
    expect(puts(/jobs/)).toEqual([]);
    await jobs.rerun('sweep');
    expect(sentJob()).toMatchObject({ jobType: 'Sweep', trial: { environmentVariables } });
  });

  it('has no other value of a parameter that its command sets', async () => {
    const { properties } = stored.get('/jobs/old') as { properties: object };
    const command =
      'python .carry/run_notebook.py --json lr=0.1 --path "source=${{inputs.source}}"';
    stored.set('/jobs/old', { name: 'old', properties: { ...properties, command } });
    for (const name of ['lr', 'source']) {
      await expect(jobs.rerun('old', { parameters: { n: 3, [name]: 1 } })).rejects.toMatchObject({
        code: 'ParametersNotChangeable',
        target: name,
        message: expect.stringContaining(`The parameter '${name}' of the job 'old'`) as string
      });
    }
    expect(puts(/jobs/)).toEqual([]);
  });

  it('is archived and restored as it is', async () => {
    await jobs.archive('old');
    expect(sentJob()).toMatchObject({ command: 'x', isArchived: true });
    await jobs.restore('old');
    expect(sentJob()).toMatchObject({ command: 'x', isArchived: false });
  });

  it('is deleted, and a name of no job is an error', async () => {
    await jobs.delete('old');
    expect([...stored.keys()]).not.toContain('/jobs/old');
    await expect(jobs.delete('old')).rejects.toMatchObject({ status: 404 });
  });
});

describe('jobs.list', () => {
  it('follows pages, filters by experiment and respects its limit', async () => {
    const job = (name: string, experimentName: string) => ({
      name,
      properties: { experimentName }
    });
    const pages: Reply[] = [
      { body: { value: [job('1', 'a'), job('2', 'b')], nextLink: `${service.url}/next?x=1` } },
      { body: { value: [job('3', 'a'), job('4', 'a')] } }
    ];
    await service.close();
    service = await fakeService(() => pages.shift());
    pages[0] = {
      body: { value: [job('1', 'a'), job('2', 'b')], nextLink: `${service.url}/next?x=1` }
    };
    const arm = new ArmWorkspace(new Connection({ endpoint: service.url }), id);
    const access = { arm, openRun: () => Promise.resolve({ tags }) };
    const list = new Jobs(access as unknown as ConstructorParameters<typeof Jobs>[0]).list({
      experiment: 'a',
      limit: 2
    });
    expect((await list.all()).map(found => found.name)).toEqual(['1', '3']);
    expect(service.seen[1]).toMatchObject({ path: '/next', query: { x: '1' } });
  });
});

describe('a job', () => {
  const put = (name: string, status: string) =>
    stored.set(`/jobs/${name}`, {
      id: name,
      name,
      properties: { status, command: 'x', environmentId: 'e' }
    });

  it('completes, or fails with the cell, or was canceled', async () => {
    put('done', 'Completed');
    put('gone', 'Canceled');
    put('bad', 'Failed');
    expect((await (await jobs.get('done')).completed()).status).toBe('Completed');
    await expect((await jobs.get('gone')).completed()).rejects.toMatchObject({
      code: 'JobCanceled'
    });
    Object.assign(tags, {
      'carry.cell.failed': '3',
      'carry.error.name': 'ValueError',
      'carry.error.message': 'bad\ntrace'
    });
    await expect((await jobs.get('bad')).completed()).rejects.toMatchObject({
      code: 'JobFailed',
      message: "Job 'bad' failed in code cell 3 of 7: ValueError: bad"
    });
  });

  it('is not found', async () => {
    await expect(jobs.get('no')).rejects.toMatchObject({ code: 'ResourceNotFound', status: 404 });
  });
});
