import { delimiter } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { workspacePath } from 'carry-ml/arm';
import { containerAt, containerOfRun } from './artifacts/artifact-container.js';
import { artifactPathRoutes } from './artifacts/artifact-path-routes.js';
import { artifactRoutes } from './artifacts/artifact-routes.js';
import { blobRoutes } from './blobs/blob-routes.js';
import { BLOBS_PATH } from './blobs/blob-url.js';
import { cloudMetadataRoutes } from './cloud-metadata.js';
import { dataPath } from './data/data-path.js';
import { artifactFolder } from './data/default-datastores.js';
import { batchJobRoutes } from './endpoints/batch-jobs.js';
import type { InvocationDeps } from './endpoints/batch-invocation.js';
import { batchScoringRoutes } from './endpoints/batch-scoring.js';
import { allEndpointRoutes } from './endpoints/all-endpoint-routes.js';
import { scoringRoutes } from './endpoints/scoring.js';
import { featureKinds } from './features/feature-kinds.js';
import { featureRoutes } from './features/feature-routes.js';
import { childRoutes } from './history/child-routes.js';
import { eventRoutes } from './history/event-routes.js';
import { experimentHistory } from './history/experiment-history.js';
import { historyRoutes } from './history/history-routes.js';
import { resolvedUriRoute } from './history/resolved-uris.js';
import { runChangeRoutes } from './history/run-change-routes.js';
import { experimentKinds } from './history/run-facts.js';
import { runMetricRoutes } from './history/run-metric-routes.js';
import { runQueryRoutes } from './history/run-query.js';
import { tokenRoutes } from './history/token-routes.js';
import { TrackedRuns } from './history/tracked-runs.js';
import { identityRoute } from './identity/authenticate.js';
import { signInRoute, ticketRoute } from './identity/sign-in.js';
import { ActiveJobs } from './jobs/active-jobs.js';
import { healthRoute } from './limits/health.js';
import { jobPath } from './machine.js';
import { ArtifactStore } from './mlflow/artifacts/artifacts.js';
import { errorPage } from './mlflow/page/error-page.js';
import { Registry } from './mlflow/registry/registry.js';
import { mlflowRoutes, type MlflowDeps } from './mlflow/mlflow-routes.js';
import { trackingPath } from './mlflow/tracking-path.js';
import { assetRoutes } from './model-management/asset-routes.js';
import { replyWithModelErrors } from './model-management/model-errors.js';
import { modelRoutes } from './model-management/model-routes.js';
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
import { dataServiceRoutes } from './resources/data-service.js';
import { datastoreServiceRoutes } from './resources/datastore-service.js';
import { datastoreRoutes } from './resources/datastores.js';
import { jobRoutes } from './resources/jobs.js';
import { scheduleRoutes } from './resources/schedules.js';
import { secretRoutes } from './resources/secrets.js';
import { workspaceActionRoutes } from './resources/workspace-actions.js';
import { groupRoutes, workspaceRoutes } from './resources/workspace.js';
import type { ServiceOptions, Services } from './services.js';
import { inTransaction } from './store/transaction.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

const WORKSPACE = workspacePath(LOCAL_WORKSPACE);

type RouteSettings = Pick<ServiceOptions, 'db' | 'home' | 'machine' | 'secret' | 'settings'>;

/** The complete, visible list of the routes that the server has. */
export async function registerRoutes(
  server: FastifyInstance,
  services: Services,
  options: RouteSettings
): Promise<void> {
  const activeJobs = new ActiveJobs(services.jobs);
  await serverRoutes(server, services, options);
  groupRoutes(server, services.context, services.documents.workspace);
  operationRoutes(server, services.context, services.operations);
  capacityRoutes(server, services.context, () => activeJobs.running());
  await mount(server, WORKSPACE, app => {
    resourceRoutes(app, services, options, activeJobs);
  });
  await registryScopes(server, services);
  await mount(server, '', app => {
    scoringRoutes(app, services.endpoints);
  });
  await mount(server, '', app => {
    batchScoringRoutes(app, services.context, services.endpoints, invocationDeps(services));
  });
  await mount(server, `/mferp/managementfrontend${WORKSPACE}`, app => {
    const { endpoints, kinds } = services.endpoints;
    batchJobRoutes(app, services.context, {
      kind: kinds.batch,
      endpoints,
      jobs: services.submissions
    });
  });
  await runRoutes(server, services, options);
  await modelManagement(server, services);
  await dataRoutes(server, services);
  const mlflow = mlflowDeps(services, options);
  for (const version of ['v1.0', 'v2.0'])
    await mount(server, `/mlflow/${version}${WORKSPACE}`, app => {
      mlflowRoutes(app, mlflow);
    });
}

function invocationDeps({ assets, context, data, submissions }: Services): InvocationDeps {
  return { assets, data, submissions, user: context.user, newId: context.newId };
}

/** Registers routes below a path, in a scope of their own: hooks and parsers that they add apply to them alone. */
async function mount(
  server: FastifyInstance,
  prefix: string,
  routes: (app: FastifyInstance) => void
): Promise<void> {
  await server.register(
    async app => {
      routes(app);
    },
    { prefix }
  );
}

/** Routes that belong to the server itself: discovery, health, tokens and the sign-in of a browser. */
async function serverRoutes(
  server: FastifyInstance,
  { activeJob, context, disk, sessions, tokens }: Services,
  { secret, settings }: RouteSettings
): Promise<void> {
  const { origin } = context;
  cloudMetadataRoutes(server, origin);
  healthRoute(server, { disk, settings });
  identityRoute(server, { tokens, secret, activeJob });
  ticketRoute(server, sessions);
  await mount(server, '', app => {
    errorPage(app);
    signInRoute(app, sessions, { origin, page: `${trackingPath(LOCAL_WORKSPACE)}/` });
  });
}

/** The resources of the workspace in Azure's Resource Manager. */
function resourceRoutes(
  app: FastifyInstance,
  services: Services,
  { home, settings }: RouteSettings,
  activeJobs: ActiveJobs
): void {
  const { context, documents, longRunning, runner, signatures } = services;
  workspaceRoutes(app, context, { facts: documents.workspace, longRunning });
  workspaceActionRoutes(app, context, { folder: home.blobs, reserve: settings.diskReserve });
  const scope = workspaceScope(context, services.assets);
  const findJob = (name: string) => services.submissions.get(name);
  for (const kind of workspaceKinds({ resolve: services.assets.models.locate, findJob }))
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
  allEndpointRoutes(app, context, services.endpoints);
  absentRoutes(app);
  jobRoutes(app, context, services.submissions);
  scheduleRoutes(app, context, services);
}

/** Azure's services of run history, metrics and artifacts. */
async function runRoutes(
  server: FastifyInstance,
  services: Services,
  { db }: RouteSettings
): Promise<void> {
  const { activeJob, context, files, jobs, runner, runs, signatures, tokens } = services;
  const owners = { runs, logged: services.logged, ...services.data };
  const artifacts = { origin: context.origin, files, signatures };
  const tracked = new TrackedRuns(jobs, runs);
  await mount(server, `/history/v1.0${WORKSPACE}`, app => {
    historyRoutes(app, context, { tracked, runner, files, signatures });
    childRoutes(app, tracked);
    runChangeRoutes(app, context, tracked);
    eventRoutes(app, context, tracked);
    experimentHistory(app, tracked);
    runQueryRoutes(app, tracked);
    tokenRoutes(app, { tokens, origin: context.origin, activeJob });
    for (const experiments of experimentKinds)
      artifactRoutes(
        app,
        `/${experiments}/:experiment/runs/:run/artifacts`,
        ({ run = '' }) => containerOfRun(run, owners),
        artifacts
      );
  });
  await mount(server, `/credential/v2.0${WORKSPACE}`, app => {
    secretRoutes(app, context, services.documents.secrets);
  });
  await mount(server, `/metric/v2.0${WORKSPACE}`, app => {
    runMetricRoutes(app, context, tracked, work => inTransaction(db, work));
  });
  const containerOf = (origin = '', container = '') => containerAt(origin, container, owners);
  await mount(server, `/artifact/v2.0${WORKSPACE}`, app => {
    artifactPathRoutes(app, containerOf, artifacts);
    artifactRoutes(
      app,
      '/artifacts/:origin/:container',
      ({ origin, container }) => containerOf(origin, container),
      artifacts
    );
  });
}

/** Azure's service of models for azureml-core. */
async function modelManagement(server: FastifyInstance, services: Services): Promise<void> {
  const { context, documents, locations, models, runs } = services;
  const deps = { created: documents.modelAssets, models, locations, runs };
  await mount(server, `/modelmanagement/v1.0${WORKSPACE}`, app => {
    replyWithModelErrors(app);
    assetRoutes(app, context, deps);
    modelRoutes(app, context, deps);
  });
}

/** Azure's services that resolve datastores and URIs, and Blob storage. */
async function dataRoutes(server: FastifyInstance, services: Services): Promise<void> {
  const { assets, context, data, disk, documents, files, jobs, signatures, tokens } = services;
  const { outputUri } = data;
  await mount(server, `/datastore/v1.0${WORKSPACE}`, app => {
    const declaredNames = () => documents.datastores.list().map(({ name }) => name);
    datastoreServiceRoutes(app, { ...data, signatures, declaredNames });
  });
  await mount(server, `/data/v1.0${WORKSPACE}`, app => {
    resolvedUriRoute(app, 'dataversion', context, { jobs, outputUri });
    dataServiceRoutes(app, context, { data: assets.data, outputUri });
  });
  await mount(server, `/modelregistry/v1.0${WORKSPACE}`, app => {
    resolvedUriRoute(app, 'models', context, { jobs, outputUri });
  });
  await mount(server, BLOBS_PATH, app => {
    const requireRoom = (bytes: number) => {
      disk.require(bytes);
    };
    blobRoutes(app, { files, signatures, tokens, requireRoom, origin: context.origin });
  });
}

function mlflowDeps(services: Services, { db, machine }: RouteSettings): MlflowDeps {
  const { context, files } = services;
  const newId = () => context.newId().replaceAll('-', '');
  return {
    runs: services.runs,
    logged: services.logged,
    registry: new Registry(services.models),
    locations: services.locations,
    traces: services.traces,
    evaluationDatasets: services.evaluationDatasets,
    scorers: services.scorers,
    artifacts: new ArtifactStore(
      files.folder(artifactFolder('x').container),
      newId,
      uri => dataPath(uri, services.data),
      name => services.logSecrets.inArtifact(name)
    ),
    transaction: work => inTransaction(db, work),
    now: context.now,
    newId,
    user: context.user,
    programs: jobPath(machine).split(delimiter)
  };
}

/** Registries, by the ids of Azure's Resource Manager and by those of the service behind it, which azure-ai-ml calls. */
async function registryScopes(server: FastifyInstance, services: Services): Promise<void> {
  const { context } = services;
  const path = registryPath(context.workspace, ':registryName');
  registryRoutes(server, context, services);
  registryDiscovery(server, context, services.registries);
  const assetRoutes = (app: FastifyInstance, scope: AssetScope) => {
    for (const kind of assetKinds) defineVersionedAsset(app, context, kind, scope);
    pendingUploadRoutes(app, scope, services.uploads);
  };
  await mount(server, path, app => {
    assetRoutes(app, registryScope(context, services));
  });
  await mount(server, `/mferp/managementfrontend${path}`, app => {
    const scope = registryScope(context, services, name => `azureml://registries/${name}`);
    assetRoutes(app, scope);
    dataReferenceRoutes(app, context, scope, services);
    importRoute(app, context, scope, services);
  });
}
