import { Seal } from '../identity/seal.js';
import { Tokens } from '../identity/tokens.js';
import { LongRunning } from '../protocol/long-running.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/asset-store.js';
import { EndpointStore } from '../store/endpoint-store.js';
import { OperationStore } from '../store/operation-store.js';
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
