import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection, type RequestOptions } from './arm/client/index.js';
import { connect, Workspace, type Job, type Run } from './index.js';
import { BlobContainer } from './workspace/blob-container.js';

/** A service that responds until it is silenced, and then accepts requests without ever responding. */
let server: Server;
let url: string;
let isSilent = false;
/** The paths of the requests since it was silenced. */
const seen: string[] = [];
let folder: string;
let ws: Workspace;
let job: Job;
let run: Run;
let container: BlobContainer;

const runRecord = {
  info: { run_id: 'r', experiment_id: '1', artifact_uri: 'mlflow-artifacts:/1/r' }
};

beforeAll(async () => {
  server = createServer((request, response) => {
    if (isSilent) seen.push(request.url ?? '');
    if (isSilent && request.url !== '/probe') return;
    response.setHeader('content-type', 'application/json');
    const isRun = request.url?.includes('/runs/get');
    response.end(JSON.stringify(isRun ? { run: runRecord } : { name: 'j', properties: {} }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'carry-abort-'));
  await writeFile(join(folder, 'a.txt'), 'a');
  const metadata = { kernelspec: { name: 'python3' } };
  await writeFile(notebook(), JSON.stringify({ nbformat: 4, metadata, cells: [] }));
  const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
  const credential = {
    getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Infinity })
  };
  const arm = new ArmWorkspace(new Connection({ endpoint: url, credential }), id);
  ws = new Workspace({ arm, credential, variables: { MLFLOW_RUN_ID: 'r' }, storageSuffix: 'test' });
  job = await ws.jobs.get('j');
  run = await ws.runs.get('r');
  container = await BlobContainer.open(`${url}/container?sig=1`, undefined);
  isSilent = true;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  await rm(folder, { recursive: true });
});

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  while (!(await iterator.next()).done);
}
const a = () => join(folder, 'a.txt');
const notebook = () => join(folder, 'n.ipynb');

/** Every verb of a workspace that sends requests, and the transfers below them. */
const verbs: Record<string, (options: RequestOptions) => Promise<unknown>> = {
  connect: options =>
    connect({
      ...options,
      environment: {
        AZUREML_ARM_SUBSCRIPTION: 's',
        AZUREML_ARM_RESOURCEGROUP: 'g',
        AZUREML_ARM_WORKSPACE_NAME: 'w',
        ARM_CLOUD_METADATA_URL: url
      },
      from: folder
    }),
  'computes.list': options => ws.computes.list(options).all(),
  'computes.get': options => ws.computes.get('c', options),
  'computes.create': options => ws.computes.create({ name: 'c', size: 's', max: 1 }, options),
  'computes.resize': options => ws.computes.resize('c', { max: 1 }, options),
  'computes.start': options => ws.computes.start('c', options),
  'computes.stop': options => ws.computes.stop('c', options),
  'computes.delete': options => ws.computes.delete('c', options),
  'computes.usual': options => ws.computes.usual(options),
  'data.list': options => ws.data.list(options).page(),
  'data.versions': options => ws.data.versions('d', options).all(),
  'data.get': options => ws.data.get('d', '1', options),
  'data.upload': options => ws.data.upload({ name: 'd', path: a() }, options),
  'data.download': options => ws.data.download('d', '1', folder, options),
  'environments.list': options => ws.environments.list(options).all(),
  'environments.versions': options => ws.environments.versions('e', options).all(),
  'environments.get': options => ws.environments.get('e', undefined, options),
  'environments.create': options => ws.environments.create({ name: 'e', image: 'i' }, options),
  'environments.idOf': options => ws.environments.idOf(undefined, options),
  'experiments.list': options => ws.experiments.list(options).all(),
  'experiments.get': options => ws.experiments.get('e', options),
  'experiments.ensure': options => ws.experiments.ensure('e', options),
  'models.list': options => ws.models.list(options).all(),
  'models.versions': options => ws.models.versions('m', options).all(),
  'models.get': options => ws.models.get('m', 'latest', options),
  'models.register': options => ws.models.register({ name: 'm', path: a() }, options),
  'models.register of a run': options =>
    ws.models.register({ name: 'm', run: 'r', path: 'model' }, options),
  'models.download': options => ws.models.download('m', '1', folder, options),
  'jobs.list': options => ws.jobs.list(options).all(),
  'jobs.get': options => ws.jobs.get('j', options),
  'jobs.create': options => ws.jobs.create({ command: 'true' }, 'j', options),
  'jobs.submitNotebook': options => ws.jobs.submitNotebook(notebook(), options),
  'jobs.cancel': options => ws.jobs.cancel('j', options),
  'jobs.download': options => ws.jobs.download('j', folder, options),
  'job.refresh': options => job.refresh(options),
  'job.details': options => job.details(options),
  'job.logs': options => drain(job.logs(options)),
  'job.logChunks': options => drain(job.logChunks(options)),
  'job.completed': options => job.completed(options),
  'job.progress': options => job.progress(options),
  'job.run': options => job.run(options),
  'job.cancel': options => job.cancel(options),
  'job.download': options => job.download(folder, options),
  'runs.start': options => ws.runs.start(options),
  'runs.current': options => ws.runs.current(options),
  'runs.get': options => ws.runs.get('r', options),
  'runs.search': options => ws.runs.search(options).all(),
  'run.refresh': options => run.refresh(options),
  'run.logParameters': options => run.logParameters({ a: 1 }, options),
  'run.setTags': options => run.setTags({ a: '1' }, options),
  'run.flush': options => {
    run.logMetric('loss', 1);
    return run.flush(options);
  },
  'run.logArtifact': options => run.logArtifact(a(), '', options),
  'run.logArtifacts': options => run.logArtifacts(folder, '', options),
  'run.listArtifacts': options => run.listArtifacts('', options),
  'run.listFiles': options => run.listFiles('', options),
  'run.downloadFile': options => run.downloadFile('a', folder, options),
  'run.downloadArtifacts': options => run.downloadArtifacts('a', folder, options),
  'run.metricHistory': options => run.metricHistory('loss', options),
  'run.end': options => run.end('FINISHED', options),
  'upload to a container': options => container.upload('', [{ path: 'a', source: a() }], options),
  'list of a container': options => drain(container.list('', options)),
  'download from a container': options => container.download('a', folder, options)
};

/** Those, and a verb that sends no request, so that only an aborted signal ends it. */
const allVerbs: typeof verbs = {
  ...verbs,
  management: options => ws.management(options)
};

describe('a signal', () => {
  it.each(Object.entries(verbs))('aborts %s with its reason', async (_, call) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const calling = call({ signal: controller.signal });
    setTimeout(() => {
      controller.abort(reason);
    }, 20);
    await expect(calling).rejects.toBe(reason);
  });

  it.each(Object.entries(allVerbs))('that is aborted already ends %s', async (_, call) => {
    const reason = new Error('enough');
    seen.length = 0;
    await expect(call({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await fetch(`${url}/probe`);
    expect(seen).toEqual(['/probe']);
  });

  it('aborts with an AbortError where it gives no reason, also before the request', async () => {
    const options = { signal: AbortSignal.abort() };
    await expect(ws.jobs.get('j', options)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('of one caller does not end what another one waits for', async () => {
    const arm = new ArmWorkspace(new Connection({ endpoint: url }), ws.id);
    const controller = new AbortController();
    const aborted = arm.location({ signal: controller.signal });
    const other = arm.location();
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    const pending = Symbol('pending');
    expect(await Promise.race([other, Promise.resolve(pending)])).toBe(pending);
    other.catch(() => undefined);
  });
});
