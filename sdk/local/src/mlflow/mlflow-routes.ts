import type { FastifyInstance } from 'fastify';
import { artifactTransfer } from './artifacts/artifact-transfer-routes.js';
import { asyncLoggingEndpoints } from './azureml/async-logging.js';
import { translateArtifactUris } from './azureml/translate.js';
import type { MlflowDeps } from './deps.js';
import { experimentEndpoints } from './experiments/experiment-routes.js';
import { graphqlRoute } from './graphql/graphql-route.js';
import { loggedModelEndpoints } from './logged-models/logged-model-routes.js';
import { metricEndpoints } from './metrics/metric-routes.js';
import { artifactFileRoutes } from './page/artifact-files.js';
import { pageEndpoints } from './page/page-endpoints.js';
import { PageFiles } from './page/page-files.js';
import { pageRoutes } from './page/page-routes.js';
import { modelVersionEndpoints } from './registry/model-version-routes.js';
import { registeredModelEndpoints } from './registry/registered-model-routes.js';
import { runArtifactEndpoints } from './runs/run-artifact-routes.js';
import { runLoggingEndpoints } from './runs/run-logging-routes.js';
import { runEndpoints } from './runs/run-routes.js';
import { serverEndpoints } from './server-routes.js';
import { assessmentEndpoints } from './traces/assessment-routes.js';
import { trace2Endpoints } from './traces/trace-v2-routes.js';
import { traceChangeEndpoints, traceEndpoints } from './traces/trace-routes.js';
import { registerEndpoints } from './wire/endpoint.js';
import { handleErrors } from './wire/error-response.js';

export type { MlflowDeps } from './deps.js';

/** MLflow's clients call the API below the first of these paths, its web page below the second. */
const roots = ['/api', '/ajax-api'];

/**
 * The largest accepted messages, in bytes, as in MLflow: a batch, and a data set, whose profile alone may have 16 MB. The others are
 * limited like every body.
 */
const maxBytes: Record<string, number> = {
  '/runs/log-batch': 1_000_000,
  '/runs/log-inputs': 20 * 1024 * 1024
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

  const endpoints3 = [traceEndpoints, traceChangeEndpoints, assessmentEndpoints].flatMap(
    endpointsOf => endpointsOf(deps)
  );

  const logBatch = endpoints.filter(({ path }) => path === '/runs/log-batch');
  handleErrors(app);
  void app.register((messages, _options, done) => {
    messages.addHook('onRoute', route => {
      const path = Object.keys(maxBytes).find(end => route.url.endsWith(end));
      if (path !== undefined) route.bodyLimit = maxBytes[path];
    });
    translateArtifactUris(messages, deps);
    for (const root of roots) {
      registerEndpoints(messages, `${root}/2.0/mlflow`, endpoints);
      registerEndpoints(messages, `${root}/3.0/mlflow`, [...serverEndpoints, ...endpoints3]);
    }
    for (const each of logBatch)
      registerEndpoints(
        messages,
        '/api/2.0/preview/mlflow',
        asyncLoggingEndpoints(deps.runs, each)
      );
    registerEndpoints(messages, '/ajax-api/2.0/mlflow', pageEndpoints['2.0']);
    registerEndpoints(messages, '/ajax-api/3.0/mlflow', pageEndpoints['3.0']);
    graphqlRoute(messages, endpoints);
    done();
  });
  pageRoutes(app, new PageFiles(deps.programs ?? []));
  artifactFileRoutes(app, deps);
  void app.register((transfer, _options, done) => {
    transfer.removeAllContentTypeParsers();
    transfer.addContentTypeParser('*', (_request, payload, parsed) => {
      parsed(null, payload);
    });
    for (const root of roots) artifactTransfer(transfer, root, deps.artifacts);
    done();
  });
}
