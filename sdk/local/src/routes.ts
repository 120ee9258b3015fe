import { delimiter } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { workspacePath } from 'carry-ml/arm';
import { containerAt, containerOfRun } from './artifacts/artifact-container.js';
import { artifactRoutes } from './artifacts/artifact-routes.js';
import { blobRoutes } from './blobs/routes.js';
import { dataPath } from './data/data-path.js';
import { artifactFolder } from './data/datastores.js';
import { discoveryRoutes } from './discovery.js';
import { batchJobRoutes } from './endpoints/batch-jobs.js';
import { endpointsRoutes } from './endpoints/routes.js';
import { scoringRoutes } from './endpoints/scoring.js';
import { featureKinds } from './features/feature-kinds.js';
import { featureRoutes } from './features/feature-routes.js';
import { childRoutes } from './history/child-routes.js';
import { dataUriRoute, modelUriRoute } from './history/resolved-uris.js';
import { historyRoutes } from './history/routes.js';
import { identityRoute } from './identity/authenticate.js';
import { signInRoute, ticketRoute } from './identity/sign-in.js';
import { ActiveJobs } from './jobs/active-jobs.js';
import { healthRoute } from './limits/health.js';
import { jobPath } from './machine.js';
import { ArtifactStore } from './mlflow/artifacts/artifacts.js';
import { errorPage } from './mlflow/page/error-page.js';
import { Registry } from './mlflow/registry/registry.js';
import { mlflowRoutes, type MlflowDeps } from './mlflow/routes.js';
import { trackingPath } from './mlflow/tracking-path.js';
import { operationRoutes } from './protocol/long-running.js';
import { dataReferenceRoutes } from './registries/data-references.js';
import { registryDiscovery } from './registries/discovery.js';
import { importRoute } from './registries/import-route.js';
import { registryPath } from './registries/registry-resource.js';
import { registryRoutes } from './registries/registry-routes.js';
import { registryScope } from './registries/registry-scope.js';
import { absentRoutes } from './resources/absent.js';
import { assetKinds, workspaceKinds } from './resources/assets/asset-kinds.js';
import { workspaceScope, type AssetScope } from './resources/assets/asset-scope.js';
import { pendingUploadRoutes } from './resources/assets/pending-upload.js';
import { defineVersionedAsset } from './resources/assets/versioned-asset.js';
import { capacityRoutes } from './resources/capacity.js';
import { computeRoutes } from './resources/computes.js';
import { connectionRoutes } from './resources/connections.js';
import { datastoreServiceRoutes } from './resources/datastore-service.js';
import { datastoreRoutes } from './resources/datastores.js';
import { jobRoutes } from './resources/jobs.js';
import { scheduleRoutes } from './resources/schedules.js';
import { workspaceActionRoutes } from './resources/workspace-actions.js';
import { groupRoutes, workspaceRoutes } from './resources/workspace.js';
import type { ServiceOptions, Services } from './services.js';
import { inTransaction } from './store/transaction.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

const WORKSPACE = workspacePath(LOCAL_WORKSPACE);

/** The visible list of everything that is served. */
export async function registerRoutes(
  server: FastifyInstance,
  services: Services,
  options: Pick<ServiceOptions, 'db' | 'home' | 'machine' | 'secret' | 'settings'>
): Promise<void> {
  const { context, documents, longRunning, files, signatures, tokens, runner, jobs } = services;
  const { origin } = context;
  const owners = { runs: services.runs, logged: services.logged, ...services.data };
  discoveryRoutes(server, origin);
  healthRoute(server, { disk: services.disk, settings: options.settings });
  identityRoute(server, tokens, options.secret);
  ticketRoute(server, services.sessions);
  await server.register(async app => {
    errorPage(app);
    signInRoute(app, services.sessions, { origin, page: `${trackingPath(LOCAL_WORKSPACE)}/` });
  });
  groupRoutes(server, context, documents.workspace);
  operationRoutes(server, context, services.operations);
  const activeJobs = new ActiveJobs(jobs);
  capacityRoutes(server, context, () => activeJobs.running());

  await server.register(
    async app => {
      workspaceRoutes(app, context, { facts: documents.workspace, longRunning });
      workspaceActionRoutes(app, context, {
        folder: options.home.blobs,
        reserve: options.settings.diskReserve
      });
      const scope = workspaceScope(context, services.assets);
      for (const kind of workspaceKinds(services.assets.models.place))
        defineVersionedAsset(app, context, kind, scope);
      pendingUploadRoutes(app, scope, services.uploads);
      const featureScope = workspaceScope(context, services.features, longRunning);
      for (const kind of featureKinds) defineVersionedAsset(app, context, kind, featureScope);
      featureRoutes(app, context, services.features.featuresets);
      datastoreRoutes(app, context, { signatures, declared: documents.datastores });
      connectionRoutes(app, context, documents.connections);
      computeRoutes(app, context, {
        declared: documents.computes,
        activeJobs,
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
      for (const experiments of ['experiments', 'experimentids'])
        artifactRoutes(
          app,
          `/${experiments}/:experiment/runs/:run/artifacts`,
          ({ run = '' }) => containerOfRun(run, owners),
          { origin, files, signatures }
        );
    },
    { prefix: `/history/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      artifactRoutes(
        app,
        '/artifacts/:origin/:container',
        params => containerAt(params.origin ?? '', params.container ?? '', owners),
        { origin, files, signatures }
      );
    },
    { prefix: `/artifact/v2.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      datastoreServiceRoutes(app, { ...services.data, signatures });
    },
    { prefix: `/datastore/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      dataUriRoute(app, context, { jobs, outputUri: services.data.outputUri });
    },
    { prefix: `/data/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      modelUriRoute(app, context, { jobs, outputUri: services.data.outputUri });
    },
    { prefix: `/modelregistry/v1.0${WORKSPACE}` }
  );
  await server.register(
    async app => {
      blobRoutes(app, { files, signatures, tokens, origin });
    },
    { prefix: '/local.blob.carry' }
  );
  const newId = () => context.newId().replaceAll('-', '');
  const mlflow: MlflowDeps = {
    runs: services.runs,
    logged: services.logged,
    registry: new Registry(services.models),
    locations: services.locations,
    artifacts: new ArtifactStore(files.folder(artifactFolder('x').container), newId, uri =>
      dataPath(uri, services.data)
    ),
    transaction: work => inTransaction(options.db, work),
    now: context.now,
    newId,
    user: context.user,
    programs: jobPath(options.machine).split(delimiter)
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
