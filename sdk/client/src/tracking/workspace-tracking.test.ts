import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from '../arm/client/fake-service.test-support.js';
import { workspaceTracking } from './workspace-tracking.js';

let service: FakeService;
afterEach(() => service.close());

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const ws =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
const run = {
  info: { run_id: 'r', experiment_id: '7', status: 'RUNNING', artifact_uri: 'azureml://x' }
};
const getRun: Reply = { body: { run } };

function jwt(exp: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp })}.x`;
}
const lasting = jwt(Math.floor(Date.now() / 1000) + 3600);

async function track(
  answer: (request: Seen, url: string) => Reply | undefined,
  variables: (url: string) => Record<string, string> = () => ({})
) {
  service = await fakeService(answer);
  const credential = {
    getToken: () => Promise.resolve({ token: 'arm-token', expiresOnTimestamp: Infinity })
  };
  const arm = new ArmWorkspace(new Connection({ endpoint: service.url, credential }), id);
  return workspaceTracking({ arm, credential, variables: variables(service.url) });
}
const tracked = () =>
  service.seen
    .filter(seen => seen.path.includes('/api/2.0/mlflow/'))
    .map(seen => ({
      path: seen.path,
      token: seen.headers.authorization
    }));

describe('the tracking of a workspace', () => {
  it('is where the workspace says, in the version that MLflow 2 and later speak', async () => {
    const { runs } = await track(({ path }, url) => {
      if (path.includes('/mlflow/v2.0')) return getRun;
      // Azure writes azureml: for https:; a fake without TLS has to write http.
      return { body: { properties: { mlFlowTrackingUri: `${url}/mlflow/v1.0${ws}` } } };
    });
    await runs.get('r');
    expect(tracked()).toEqual([
      { path: `/mlflow/v2.0${ws}/api/2.0/mlflow/runs/get`, token: 'Bearer arm-token' }
    ]);
  });

  it('inside a job is where the variables say, with the token of the job while it lasts', async () => {
    const variables = (token: string) => (url: string) => ({
      MLFLOW_TRACKING_URI: `${url}/mlflow/v1.0${ws}`,
      MLFLOW_TRACKING_TOKEN: token,
      MLFLOW_RUN_ID: 'r'
    });
    const first = await track(() => getRun, variables(lasting));
    expect((await first.runs.current()).id).toBe('r');
    expect(tracked()[0]?.token).toBe(`Bearer ${lasting}`);
    await service.close();
    const later = await track(() => getRun, variables(jwt(1)));
    await later.runs.current();
    expect(tracked()[0]?.token).toBe('Bearer arm-token');
  });

  it("never hands the workspace's token to another server", async () => {
    const { runs } = await track(
      () => getRun,
      url => ({ MLFLOW_TRACKING_URI: url })
    );
    await runs.get('r');
    expect(tracked()).toEqual([{ path: '/api/2.0/mlflow/runs/get', token: undefined }]);
  });
});

describe('artifacts of a run in Azure', () => {
  it('are transferred through the signed URLs of run history, without a token', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'carry-history-'));
    const blobs = new Map<string, Buffer>();
    const base = `/history/v1.0${ws}/experiments/7/runs/r/artifacts`;
    const { runs } = await track((request, url) => {
      const { path, method, query, body } = request;
      const signed = (name: string) => `${url}/blob/${name}?sig=1`;
      if (path.startsWith('/blob/')) {
        if (method === 'PUT') blobs.set(path.slice(6), body);
        return { body: blobs.get(path.slice(6)) };
      }
      if (path === `${base}/batch/metadata`) {
        const { paths } = request.json() as { paths: { path: string }[] };
        const infos = paths.map(p => [p.path, { contentUri: signed(p.path) }]);
        return { body: { artifactContentInformation: Object.fromEntries(infos) as object } };
      }
      if (path === `${base}/contentinfo`)
        return blobs.has(query.path!) ? { body: { contentUri: signed(query.path!) } } : undefined;
      if (path === base)
        return {
          body: { value: [...blobs.keys()].map(name => ({ path: name, contentLength: 3 })) }
        };
      if (path.endsWith('/runs/get')) return getRun;
      if (path === '/discovery') return { body: { history: url } };
      return { body: { properties: { discoveryUrl: `${url}/discovery` } } };
    });
    try {
      const found = await runs.get('r');
      await writeFile(join(folder, 'a.txt'), 'one');
      await found.logArtifact(join(folder, 'a.txt'), 'model');
      await found.logArtifact(join(folder, 'a.txt'));
      expect(await found.listArtifacts()).toEqual([
        { path: 'a.txt', isFolder: false, size: 3 },
        { path: 'model', isFolder: true }
      ]);
      const [written] = await found.downloadArtifacts('model', join(folder, 'out'));
      expect(await readFile(written!, 'utf8')).toBe('one');
      const blobRequests = service.seen.filter(seen => seen.path.startsWith('/blob/'));
      expect(blobRequests).toHaveLength(3);
      for (const request of blobRequests)
        expect(request.headers).not.toHaveProperty('authorization');
      expect(blobRequests[0]!.headers['x-ms-blob-type']).toBe('BlockBlob');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
