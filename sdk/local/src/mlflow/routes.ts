import type { FastifyInstance } from 'fastify';
import { artifactTransfer } from './artifacts/artifact-routes.js';
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
import { serve } from './wire/endpoint.js';
import { answerErrors } from './wire/error-answer.js';

export type { MlflowDeps } from './deps.js';

/** MLflow's own page calls below the second of these what the clients call below the first. */
const roots = ['/api', '/ajax-api'];

/** The largest message: a data set's profile may be 16 MB. */
const mostBytes = 32 * 1024 * 1024;

/**
 * MLflow's REST API below the path of a workspace's tracking URI: tracking, artifacts, logged models and the registry. Register it
 * with the path as prefix.
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
    modelVersionEndpoints
  ].flatMap(endpointsOf => endpointsOf(deps));

  const logBatch = endpoints.filter(({ path }) => path === '/runs/log-batch');
  answerErrors(app);
  void app.register((messages, _options, done) => {
    messages.addHook('onRoute', route => {
      route.bodyLimit = mostBytes;
    });
    translateArtifactUris(messages, deps);
    for (const root of roots) {
      serve(messages, `${root}/2.0/mlflow`, endpoints);
      serve(messages, `${root}/3.0/mlflow`, serverEndpoints);
    }
    for (const each of logBatch)
      serve(messages, '/api/2.0/preview/mlflow', asyncLoggingEndpoints(deps.runs, each));
    serve(messages, '/ajax-api/2.0/mlflow', pageEndpoints['2.0']);
    serve(messages, '/ajax-api/3.0/mlflow', pageEndpoints['3.0']);
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
