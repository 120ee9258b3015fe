import type { FastifyInstance } from 'fastify';
import { ModelStore } from '../store/models.js';
import { artifactTransfer } from './artifacts/artifact-routes.js';
import { ArtifactStore } from './artifacts/artifacts.js';
import { asyncLoggingEndpoints } from './azureml/async-logging.js';
import { translateArtifactUris } from './azureml/translate.js';
import type { MlflowDeps } from './deps.js';
import { experimentEndpoints } from './experiments/experiment-routes.js';
import { graphqlRoute } from './graphql/graphql-route.js';
import { loggedModelEndpoints } from './logged-models/logged-model-routes.js';
import { LoggedModelStore } from './logged-models/logged-models.js';
import { metricEndpoints } from './metrics/metric-routes.js';
import { artifactFileRoutes } from './page/artifact-files.js';
import { pageEndpoints } from './page/page-endpoints.js';
import { PageFiles } from './page/page-files.js';
import { pageRoutes } from './page/page-routes.js';
import { ModelLocations } from './registry/model-uri.js';
import { modelVersionEndpoints } from './registry/model-version-routes.js';
import { registeredModelEndpoints } from './registry/registered-model-routes.js';
import { Registry } from './registry/registry.js';
import { runArtifactEndpoints } from './runs/run-artifact-routes.js';
import { runLoggingEndpoints } from './runs/run-logging-routes.js';
import { runEndpoints } from './runs/run-routes.js';
import { RunStore } from './runs/runs.js';
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
  const { db, now } = deps;
  const runs = new RunStore(db, now);
  const logged = new LoggedModelStore(db, now);
  const registry = new Registry(new ModelStore(db, now));
  const locations = new ModelLocations(runs, registry.models, logged);
  const artifacts = new ArtifactStore(deps.artifactRoot, deps.newId, deps.resolveDatastorePath);
  const endpoints = [
    ...experimentEndpoints(runs),
    ...runEndpoints(runs, deps),
    ...runLoggingEndpoints(db, runs, logged),
    ...runArtifactEndpoints(runs, artifacts),
    ...metricEndpoints(runs.metrics),
    ...loggedModelEndpoints(runs.experiments, logged, artifacts, deps),
    ...registeredModelEndpoints(registry, deps),
    ...modelVersionEndpoints(db, registry, logged, locations, deps)
  ];

  const logBatch = endpoints.filter(({ path }) => path === '/runs/log-batch');
  answerErrors(app);
  void app.register((messages, _options, done) => {
    messages.addHook('onRoute', route => {
      route.bodyLimit = mostBytes;
    });
    translateArtifactUris(messages, { runs, logged });
    for (const root of roots) {
      serve(messages, `${root}/2.0/mlflow`, endpoints);
      serve(messages, `${root}/3.0/mlflow`, serverEndpoints);
    }
    for (const each of logBatch)
      serve(messages, '/api/2.0/preview/mlflow', asyncLoggingEndpoints(runs, each));
    serve(messages, '/ajax-api/2.0/mlflow', pageEndpoints['2.0']);
    serve(messages, '/ajax-api/3.0/mlflow', pageEndpoints['3.0']);
    graphqlRoute(messages, endpoints);
    done();
  });
  pageRoutes(app, new PageFiles(deps.programs ?? []));
  artifactFileRoutes(app, { runs, logged, registry, locations }, artifacts);
  void app.register((transfer, _options, done) => {
    transfer.removeAllContentTypeParsers();
    transfer.addContentTypeParser('*', (_request, payload, parsed) => {
      parsed(null, payload);
    });
    for (const root of roots) artifactTransfer(transfer, root, artifacts);
    done();
  });
}
