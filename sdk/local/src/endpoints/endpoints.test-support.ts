import type { JobBase } from 'carry-ml/arm';
import type { DataSources } from '../data/data-path.js';
import { Seal } from '../identity/seal.js';
import { Tokens } from '../identity/tokens.js';
import { LongRunning } from '../protocol/long-running.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/asset-store.js';
import { EndpointStore } from '../store/endpoint-store.js';
import type { StoredJob } from '../store/job-store.js';
import { OperationStore } from '../store/operation-store.js';
import type { Submissions } from '../submissions/submissions.js';
import { batchJobRoutes } from './batch-jobs.js';
import { batchScoringRoutes } from './batch-scoring.js';
import { batchKind } from './batch.js';
import { onlineKind } from './online.js';
import { References } from './references.js';
import { allEndpointRoutes } from './all-endpoint-routes.js';
import { scoringRoutes } from './scoring.js';

/** A workspace's endpoints with a database in memory; the registry has version 1 of the model `adder`. */
export class EndpointWorkspace extends TestWorkspace {
  readonly endpoints = new EndpointStore(
    this.db,
    this.context.now,
    new Seal(Buffer.from('endpoints'))
  );
  readonly tokens = new Tokens(Buffer.from('workspace'), Date.now, 'ada');
  /** The random number that selects the deployment of the next request. */
  random = 0;

  /** The jobs that requests to batch endpoints have submitted. */
  readonly submitted: StoredJob[] = [];
  readonly components: AssetStore;

  constructor() {
    super();
    const { db, context, endpoints, tokens } = this;
    const store = (kind: string) => new AssetStore(db, kind, context.now);
    const stores = {
      data: store('data'),
      models: store('models'),
      environments: store('environments'),
      codes: store('codes'),
      components: store('components')
    };
    this.components = stores.components;
    stores.models.putVersion('adder', '1', {}, 'ada');
    const references = new References({
      findAsset: assetFinder(stores, () => undefined),
      hasRegistry: () => false,
      computes: () => [{ name: 'cpu', slots: 1 }]
    });
    const deps = {
      endpoints,
      kinds: { online: onlineKind(references), batch: batchKind(references) },
      longRunning: new LongRunning(context, new OperationStore(db, context.now)),
      tokens,
      endpointTokens: new Tokens(Buffer.from('endpoints'), Date.now, 'ada'),
      random: () => this.random
    };
    void this.app.register(async app => {
      allEndpointRoutes(app, context, deps);
    });
    void this.app.register(async app => {
      scoringRoutes(app, deps);
    });
    const submissions = this.submissions();
    void this.app.register(async app => {
      const found = { properties: { modelUri: 'https://elsewhere/model' } };
      const findAsset = (id: string) => (id.startsWith('azureml:') ? found : undefined);
      const data = {
        origin: () => 'https://127.0.0.1:1',
        currentUrl: (url: string) => url,
        findAsset
      };
      batchScoringRoutes(app, context, deps, {
        assets: stores,
        data: data as unknown as DataSources,
        submissions,
        user: 'ada',
        newId: () => 'id'
      });
    });
    void this.app.register(
      async app => {
        batchJobRoutes(app, context, { kind: deps.kinds.batch, endpoints, jobs: submissions });
      },
      { prefix: '/mfe' }
    );
  }

  /** Keeps the jobs, and lists those with the wanted properties. */
  private submissions(): Pick<Submissions, 'get' | 'put' | 'list'> {
    return {
      get: name => this.submitted.find(job => job.name === name),
      put: (name, properties: JobBase, createdBy) => {
        const state = {
          status: 'Running',
          compute: '',
          experiment: 'x',
          createdAt: 1,
          mark: 'm'
        } as const;
        const job: StoredJob = { name, properties, createdBy, ...state };
        this.submitted.push(job);
        return { job, created: true };
      },
      list: ({ properties = [] }) =>
        this.submitted
          .filter(job =>
            properties.every(each => job.properties.properties?.[each.name] === each.value)
          )
          .map((job, row) => ({ ...job, row }))
    };
  }

  endpoint(name: string, properties: object = {}) {
    return this.call('PUT', `/onlineEndpoints/${name}`, {
      location: 'local',
      properties: { authMode: 'Key', ...properties }
    });
  }

  deployment(endpoint: string, name: string, properties: object = {}) {
    return this.call('PUT', `/onlineEndpoints/${endpoint}/deployments/${name}`, {
      location: 'local',
      properties: { endpointComputeType: 'Managed', model: 'azureml:adder:1', ...properties }
    });
  }

  async keys(endpoint: string): Promise<{ primaryKey: string; secondaryKey: string }> {
    const { body } = await this.call('POST', `/onlineEndpoints/${endpoint}/listKeys`);
    return body as unknown as { primaryKey: string; secondaryKey: string };
  }

  /** One request to a scoring URI. */
  async score(path: string, bearer?: string, deployment?: string) {
    const response = await this.app.inject({
      method: 'POST',
      url: `/inference/${path}`,
      payload: '{"data": [1]}',
      headers: {
        'content-type': 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(deployment === undefined ? {} : { 'azureml-model-deployment': deployment })
      }
    });
    const { error } = response.json<{ error: { code: string; message: string } }>();
    return { status: response.statusCode, ...error };
  }
}
