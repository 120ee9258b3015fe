import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RouteOptions } from 'fastify';
import { workspacePath } from '../arm/resource-id.js';
import { requireRoom } from './limits/require-room.js';
import { blobRoutes } from './blobs/routes.js';
import { artifactFolder, datastores } from './datastores.js';
import { discoveryRoutes } from './discovery.js';
import { batchJobRoutes } from './endpoints/batch-jobs.js';
import { endpointsRoutes } from './endpoints/routes.js';
import { scoringRoutes } from './endpoints/scoring.js';
import { readRest, replyWithErrors } from './error-reply.js';
import { featureKinds } from './features/feature-kinds.js';
import { featureRoutes } from './features/feature-routes.js';
import { dataUriRoute, modelUriRoute } from './history/resolved-uris.js';
import { healthRoute } from './limits/health.js';
import { historyRoutes } from './history/routes.js';
import { authenticate, identityRoute } from './identity/authenticate.js';
import { activeJobs } from './jobs/active-jobs.js';
import { dataPath } from './jobs/data-path.js';
import { mlflowRoutes, type MlflowDeps } from './mlflow/routes.js';
import { dataReferenceRoutes } from './registries/data-references.js';
import { registryDiscovery } from './registries/discovery.js';
import { importRoute } from './registries/import-route.js';
import { registryPath } from './registries/registry-resource.js';
import { registryRoutes } from './registries/registry-routes.js';
import { registryScope } from './registries/registry-scope.js';
import { absentRoutes } from './resources/absent.js';
import { assetKinds } from './resources/asset-kinds.js';
import { workspaceScope, type AssetScope } from './resources/asset-scope.js';
import { capacityRoutes } from './resources/capacity.js';
import { computeRoutes } from './resources/computes.js';
import { connectionRoutes } from './resources/connections.js';
import { datastoreRoutes } from './resources/datastores.js';
import { jobRoutes } from './resources/jobs.js';
import { operationRoutes } from './resources/long-running.js';
import { notebookEnvironment } from './resources/notebook-environment.js';
import { childRoutes } from './families/child-routes.js';
import { pendingUploadRoutes } from './resources/pending-upload.js';
import { scheduleRoutes } from './resources/schedules.js';
import { defineVersionedAsset } from './resources/versioned-asset.js';
import { refuseRepeatedParameters } from './repeated-parameters.js';
import { refuseConnection, refuseUrl } from './unrouted.js';
import { serverLog } from './server-log.js';
import { groupRoutes, workspaceRoutes } from './resources/workspace.js';
import { workspaceActionRoutes } from './resources/workspace-actions.js';
import { providerOperationRoutes } from './resources/provider-operations.js';
import { requireApiVersion } from './protocol/api-version.js';
import { answerRequestIds } from './protocol/request-ids.js';
import { ServedRoutes } from './protocol/served-routes.js';
import { unknownRoute } from './protocol/unknown-route.js';
import { buildServices, type ServiceOptions, type Services } from './services.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

export interface AppOptions extends Omit<ServiceOptions, 'log' | 'origin'> {
  tls: { key: string; cert: string };
  logLevel?: string;
  /** Told of every route as it is registered: a test that means all of them need not list them. */
  onRoute?: (route: RouteOptions) => void;
}

export interface App {
  server: FastifyInstance;
  services: Services;
  /** Listens on loopback; answers the port. Then the jobs of an earlier server are taken up. */
  listen: (port: number) => Promise<number>;
  close: () => Promise<void>;
}

const WORKSPACE = workspacePath(LOCAL_WORKSPACE);
/** A request's JSON. Azure's own limit is 4 MB; a notebook's parameters fit in either way. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** How often work is taken up that a failure, such as a full disk, has left lying. */
const BEAT = 10_000;

/** Milliseconds that a connection may stay silent amid a request: a client that died leaves no socket behind for good. */
const PATIENCE = 120_000;

/** Builds the server. Nothing listens and no job runs before `listen`. */
export async function buildApp(options: AppOptions): Promise<App> {
  const address: { origin?: string } = {};
  const origin = () => {
    if (!address.origin) throw new Error('The server does not listen yet.');
    return address.origin;
  };
  const server = Fastify({
    https: options.tls,
    logger: {
      level: options.logLevel ?? 'warn',
      redact: ['req.headers.authorization'],
      stream: serverLog
    },
    bodyLimit: BODY_LIMIT,
    routerOptions: { caseSensitive: false, maxParamLength: 512 },
    genReqId: () => (options.newId ?? crypto.randomUUID.bind(crypto))(),
    forceCloseConnections: true,
    connectionTimeout: PATIENCE,
    frameworkErrors: refuseUrl,
    clientErrorHandler: refuseConnection,
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        allErrors: true,
        allowUnionTypes: true,
        // Half of the time that compiling the schemas takes at the start, for nothing that is felt later.
        code: { optimize: false }
      }
    }
  }) as unknown as FastifyInstance;
  const services = buildServices({ ...options, origin, log: server.log });

  if (options.onRoute) server.addHook('onRoute', options.onRoute);
  acceptAnyBody(server);
  replyWithErrors(server);
  authenticate(server, services.tokens, origin);
  server.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 413) await readRest(request.raw);
  });
  refuseRepeatedParameters(server);
  requireRoom(server, services.disk);
  requireApiVersion(server);
  answerRequestIds(server);
  const served = new ServedRoutes(server);
  server.setNotFoundHandler(({ method, url }) => {
    throw unknownRoute(method, url.split('?')[0] ?? '', served, LOCAL_WORKSPACE);
  });
  providerOperationRoutes(server, served);
  await registerRoutes(server, services, options);
  await bear(services);
  let beat: NodeJS.Timeout | undefined;

  return {
    server,
    services,
    listen: async port => {
      await server.listen({ host: '127.0.0.1', port });
      const listens = (server.server.address() as { port: number }).port;
      address.origin = `https://127.0.0.1:${listens}`;
      services.disk.look();
      services.runner.recover();
      services.families.recover();
      beat = setInterval(() => {
        takeUp(services, server.log);
      }, BEAT);
      beat.unref();
      services.scheduler.start();
      services.sweeper.open();
      return listens;
    },
    close: async () => {
      clearInterval(beat);
      services.scheduler.close();
      services.sweeper.close();
      await services.families.close();
      await services.runner.close();
      await server.close();
    }
  };
}

/** Whatever waits for nothing but to be looked at: no state is waited for that no one will bring. */
function takeUp({ runner, families, disk, retention }: Services, log: FastifyBaseLogger): void {
  try {
    runner.wake();
    families.recover();
    disk.look();
    retention.look();
  } catch (error) {
    log.error(error);
  }
}

/** The visible list of everything that is served. */
async function registerRoutes(
  server: FastifyInstance,
  services: Services,
  options: AppOptions
): Promise<void> {
  const { context, documents, longRunning, files, signatures, tokens, runner, jobs } = services;
  const { origin } = context;
  discoveryRoutes(server, origin);
  healthRoute(server, { disk: services.disk, settings: options.settings });
  identityRoute(server, tokens, options.secret);
  groupRoutes(server, context, documents.workspace);
  operationRoutes(server, context, services.operations);
  capacityRoutes(server, context, () => activeJobs(jobs).filter(job => job.runs).length);

  await server.register(
    async app => {
      workspaceRoutes(app, context, { facts: documents.workspace, longRunning });
      workspaceActionRoutes(app, context, {
        folder: options.home.blobs,
        reserve: options.settings.diskReserve
      });
      const scope = workspaceScope(context, services.assets);
      for (const kind of assetKinds) defineVersionedAsset(app, context, kind, scope);
      pendingUploadRoutes(app, scope, services.uploads);
      const featureScope = workspaceScope(context, services.features, longRunning);
      for (const kind of featureKinds) defineVersionedAsset(app, context, kind, featureScope);
      featureRoutes(app, context, services.features.featuresets);
      datastoreRoutes(app, context, { signatures, declared: documents.datastores });
      connectionRoutes(app, context, documents.connections);
      computeRoutes(app, context, {
        declared: documents.computes,
        activeJobs: compute => activeJobs(jobs).filter(job => job.compute === compute),
        wake: runner.wake.bind(runner),
        longRunning
      });
      endpointsRoutes(app, context, services.endpoints);
      absentRoutes(app);
      jobRoutes(app, context, services.submissions);
      scheduleRoutes(app, context, services);
    },
    { prefix: WORKSPACE }
  );
  await registerRegistries(server, services);
  await server.register(async app => {
    scoringRoutes(app, services.endpoints);
  });
  await server.register(
    async app => {
      batchJobRoutes(app, services.endpoints.kinds.batch, services.endpoints.endpoints);
    },
    { prefix: `/mferp/managementfrontend${WORKSPACE}` }
  );
  await server.register(
    async app => {
      historyRoutes(app, context, { jobs, runner, files, signatures });
      childRoutes(app, jobs);
    },
    { prefix: `/history/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      dataUriRoute(app, context, services.data.outputUri);
    },
    { prefix: `/data/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      modelUriRoute(app, context, services.data.outputUri);
    },
    { prefix: `/modelregistry/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      blobRoutes(app, { files, signatures, tokens, origin });
    },
    { prefix: '/local.blob.carry' }
  );
  const mlflow: MlflowDeps = {
    db: options.db,
    now: context.now,
    newId: () => context.newId().replaceAll('-', ''),
    artifactRoot: files.folder(artifactFolder('x').container),
    user: context.user,
    resolveDatastorePath: (uri: string) => dataPath(uri, services.data)
  };
  for (const version of ['v1.0', 'v2.0'])
    await server.register(
      async app => {
        mlflowRoutes(app, mlflow);
      },
      { prefix: `/mlflow/${version}${WORKSPACE}` }
    );
}

/** Registries, by the resource manager's ids and by those of the service behind it, which azure-ai-ml talks to. */
async function registerRegistries(server: FastifyInstance, services: Services): Promise<void> {
  const { context } = services;
  const path = registryPath(context.workspace, ':registryName');
  registryRoutes(server, context, services);
  registryDiscovery(server, context, services.registries);
  const assetRoutes = (app: FastifyInstance, scope: AssetScope) => {
    for (const kind of assetKinds) defineVersionedAsset(app, context, kind, scope);
    pendingUploadRoutes(app, scope, services.uploads);
  };
  await server.register(
    async app => {
      assetRoutes(app, registryScope(context, services));
    },
    { prefix: path }
  );
  await server.register(
    async app => {
      const scope = registryScope(context, services, name => `azureml://registries/${name}`);
      assetRoutes(app, scope);
      dataReferenceRoutes(app, context, scope, services);
      importRoute(app, context, scope, services);
    },
    { prefix: `/mferp/managementfrontend${path}` }
  );
}

/** What a workspace has from its first day. */
async function bear({ files, assets, context }: Services): Promise<void> {
  for (const { container } of Object.values(datastores)) await files.createContainer(container);
  notebookEnvironment(assets.environments, context.user);
}

/** Azure's clients send bodies without a content type, or an empty one with JSON's. */
function acceptAnyBody(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'string' },
    (_request, text, done) => {
      if (text === '') {
        done(null, undefined);
        return;
      }
      try {
        done(null, JSON.parse(text as string));
      } catch (error) {
        done(Object.assign(error as Error, { statusCode: 400 }));
      }
    }
  );
}
