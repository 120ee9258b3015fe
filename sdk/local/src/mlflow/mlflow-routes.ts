import type { FastifyInstance } from 'fastify';
import { artifactTransfer } from './artifacts/artifact-transfer-routes.js';
import { asyncLoggingEndpoints } from './azureml/async-logging.js';
import { findRunFolderModels } from './azureml/run-folder-models.js';
import { translateArtifactUris } from './azureml/translate.js';
import type { MlflowDeps } from './deps.js';
import { evaluationDatasetEndpoints } from './evaluation-datasets/evaluation-dataset-routes.js';
import { experimentEndpoints } from './experiments/experiment-routes.js';
import { graphqlRoute } from './graphql/graphql-route.js';
import { loggedModelEndpoints } from './logged-models/logged-model-routes.js';
import { metricEndpoints } from './metrics/metric-routes.js';
import { artifactFileRoutes } from './page/artifact-files.js';
import { pageEndpoints } from './page/page-endpoints.js';
import { PageFiles } from './page/page-files.js';
import { pageRoutes } from './page/page-routes.js';
import { promptlabEndpoint } from './page/promptlab-run.js';
import { modelVersionEndpoints } from './registry/model-version-routes.js';
import { registeredModelEndpoints } from './registry/registered-model-routes.js';
import { runArtifactEndpoints } from './runs/run-artifact-routes.js';
import { runLoggingEndpoints } from './runs/run-logging-routes.js';
import { runEndpoints } from './runs/run-routes.js';
import { scorerEndpoints } from './scorers/scorer-routes.js';
import { serverEndpoints, serverTextRoutes } from './server-routes.js';
import { assessmentEndpoints } from './traces/assessment-routes.js';
import { otlpRoutes } from './traces/otlp-routes.js';
import { trace2Endpoints } from './traces/trace-v2-routes.js';
import { traceMetricEndpoints } from './traces/trace-metric-routes.js';
import { traceChangeEndpoints, traceEndpoints } from './traces/trace-routes.js';
import { registerEndpoints } from './wire/endpoint.js';
import { handleErrors } from './wire/error-response.js';

export type { MlflowDeps } from './deps.js';

/** MLflow's clients call the API below the first of these paths, its web page below the second. */
const roots = ['/api', '/ajax-api'];

/**
 * The largest accepted messages, in bytes: a batch, as in MLflow; data sets, whose schema may have a megabyte each; and the records of an
 * evaluation data set, which clients send in one request. The others are limited like every body. MLflow accepts a profile of 16 MB, but
 * those that its clients compute are shorter than a kilobyte.
 */
const maxBytes: Record<string, number> = {
  '/runs/log-batch': 1_000_000,
  '/runs/log-inputs': 4 * 1024 * 1024,
  '/datasets/:dataset_id/records': 8 * 1024 * 1024
};

/**
 * Serves MLflow's REST API and web page: tracking, artifacts, logged models, the model registry and traces. Register it with the path of the
 * workspace's tracking URI as its prefix.
 */
export function mlflowRoutes(app: FastifyInstance, deps: MlflowDeps): void {
  const endpoints = [
    experimentEndpoints,
    runEndpoints,
    runLoggingEndpoints,
    runArtifactEndpoints,
    metricEndpoints,
    loggedModelEndpoints,
    registeredModelEndpoints,
    modelVersionEndpoints,
    trace2Endpoints,
    traceChangeEndpoints
  ].flatMap(endpointsOf => endpointsOf(deps));

  const endpoints3 = [
    traceEndpoints,
    traceMetricEndpoints,
    traceChangeEndpoints,
    assessmentEndpoints,
    evaluationDatasetEndpoints,
    scorerEndpoints
  ].flatMap(endpointsOf => endpointsOf(deps));

  const logBatch = endpoints.filter(({ path }) => path === '/runs/log-batch');
  handleErrors(app);
  void app.register((messages, _options, done) => {
    messages.addHook('onRoute', route => {
      const path = Object.keys(maxBytes).find(end => route.url.endsWith(end));
      if (path !== undefined) route.bodyLimit = maxBytes[path];
    });
    findRunFolderModels(messages, deps);
    const translationFor = translateArtifactUris(messages, deps);
    for (const root of roots) {
      registerEndpoints(messages, `${root}/2.0/mlflow`, endpoints, translationFor);
      registerEndpoints(messages, `${root}/3.0/mlflow`, [...serverEndpoints, ...endpoints3]);
    }
    for (const each of logBatch)
      registerEndpoints(
        messages,
        '/api/2.0/preview/mlflow',
        asyncLoggingEndpoints(deps.runs, each)
      );
    registerEndpoints(messages, '/ajax-api/2.0/mlflow', [
      ...pageEndpoints['2.0'],
      promptlabEndpoint(deps)
    ]);
    registerEndpoints(messages, '/ajax-api/3.0/mlflow', pageEndpoints['3.0']);
    graphqlRoute(messages, endpoints);
    done();
  });
  pageRoutes(app, new PageFiles(deps.programs ?? []));
  artifactFileRoutes(app, deps);
  serverTextRoutes(app);
  otlpRoutes(app, deps);
  void app.register((transfer, _options, done) => {
    transfer.removeAllContentTypeParsers();
    transfer.addContentTypeParser('*', (_request, payload, parsed) => {
      parsed(null, payload);
    });
    for (const root of roots) artifactTransfer(transfer, root, deps.artifacts);
    done();
  });
}
