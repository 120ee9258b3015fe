import type { FastifyInstance } from 'fastify';
import { isCarryError } from '../../error.js';
import { fullDisk } from '../limits/full-disk.js';
import { ModelStore } from '../store/models.js';
import { artifactEndpoints, artifactTransfer } from './artifact-routes.js';
import { ArtifactStore } from './artifacts.js';
import type { MlflowDeps } from './deps.js';
import { mlflowErrors, refuse } from './errors.js';
import { experimentEndpoints } from './experiment-routes.js';
import { loggedModelEndpoints } from './logged-model-routes.js';
import { LoggedModelStore } from './logged-models.js';
import { metricEndpoints } from './metric-routes.js';
import { ModelLocations } from './model-uri.js';
import { modelVersionEndpoints } from './model-version-routes.js';
import { registeredModelEndpoints } from './registered-model-routes.js';
import { Registry } from './registry.js';
import { runLoggingEndpoints } from './run-logging-routes.js';
import { runEndpoints } from './run-routes.js';
import { RunStore } from './runs.js';
import { serverEndpoints } from './server-routes.js';
import { serve } from './wire/endpoint.js';

export type { MlflowDeps } from './deps.js';

/** MLflow's own page calls the second of these for what the clients call under the first. */
const bases = ['/api/2.0/mlflow', '/ajax-api/2.0/mlflow'];

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
  const locations = new ModelLocations(registry.models, logged);
  const artifacts = new ArtifactStore(deps.artifactRoot, deps.newId, deps.resolveDatastorePath);
  const endpoints = [
    ...experimentEndpoints(runs),
    ...runEndpoints(runs, deps),
    ...runLoggingEndpoints(db, runs, logged),
    ...metricEndpoints(runs),
    ...artifactEndpoints(runs, artifacts),
    ...loggedModelEndpoints(runs, logged, artifacts, deps),
    ...registeredModelEndpoints(registry, deps),
    ...modelVersionEndpoints(db, registry, logged, locations, deps)
  ];

  answerErrors(app);
  void app.register((messages, _options, done) => {
    messages.addHook('onRoute', route => {
      route.bodyLimit = mostBytes;
    });
    for (const base of bases) serve(messages, base, endpoints);
    serve(messages, '', serverEndpoints);
    done();
  });
  void app.register((transfer, _options, done) => {
    artifactTransfer(transfer, artifacts);
    done();
  });
}

/** Every error leaves as MLflow's `{ error_code, message }`. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((given, request, reply) => {
    const error = fullDisk(given) ?? given;
    const { code, status, message } = translate(error);
    if (status < 500 || isCarryError(error))
      return reply.code(status).send({ error_code: code, message });
    request.log.error(error);
    const hidden = refuse('INTERNAL_ERROR', { requestId: request.id });
    return reply.code(500).send({ error_code: hidden.code, message: hidden.message });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const isMlflow = /\/(?:ajax-)?api\/\d\.0\/mlflow/.test(path);
    const { code, status, message } = isMlflow
      ? refuse('NOT_IMPLEMENTED', {
          operation: `${request.method} ${path.replace(/^.*(?=\/mlflow\/)/, '')}`
        })
      : refuse('ENDPOINT_NOT_FOUND', { method: request.method, path });
    return reply.code(status).send({ error_code: code, message });
  });
}

/** MLflow's code for the statuses of errors that others threw: the workspace's own, such as those of sign-in, and Fastify's. */
const codeOfStatus: Record<number, keyof typeof mlflowErrors> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  409: 'RESOURCE_ALREADY_EXISTS',
  501: 'NOT_IMPLEMENTED'
};

function translate(error: unknown): { code: string; status: number; message: string } {
  const { message = '' } = error as { message?: string };
  if (isCarryError(error)) {
    const { code, status } = error;
    return {
      code: code in mlflowErrors ? code : (codeOfStatus[status] ?? 'BAD_REQUEST'),
      status,
      message
    };
  }
  const { statusCode } = error as { statusCode?: unknown };
  const status = typeof statusCode === 'number' ? statusCode : 500;
  return { code: codeOfStatus[status] ?? 'BAD_REQUEST', status, message };
}
