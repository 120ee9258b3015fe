import type { FastifyInstance } from 'fastify';
import type { LoggedModelStore } from '../logged-models/logged-models.js';
import type { RunStore } from '../runs/runs.js';
import { fromAzuremlUri, toAzuremlUri } from './artifact-uri.js';
import { isAzuremlStore } from './plain-path.js';

/** The fields of MLflow's messages that contain artifact URIs. */
const uriFields: ReadonlySet<string> = new Set(['artifact_uri', 'root_uri', 'source']);

/** Converts the artifact URIs in requests and responses of azureml-mlflow between its form and the workspace's. */
export function translateArtifactUris(
  app: FastifyInstance,
  owners: { runs: RunStore; logged: LoggedModelStore }
): void {
  app.addHook('preHandler', ({ body }, _reply, done) => {
    const { source } = (body ?? {}) as { source?: unknown };
    if (typeof source === 'string')
      (body as { source: string }).source = fromAzuremlUri(source, owners) ?? source;
    done();
  });
  app.addHook('preSerialization', (request, _reply, response, done) => {
    if (!isAzuremlStore(request)) {
      done(null, response);
      return;
    }
    const store = `${request.headers.host}${app.prefix.replace('/v1.0/', '/v2.0/')}`;
    done(
      null,
      mapUris(response, uri => toAzuremlUri(uri, store, owners))
    );
  });
}

function mapUris(value: unknown, translate: (uri: string) => string): unknown {
  if (Array.isArray(value)) return value.map(each => mapUris(each, translate));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      uriFields.has(key) && typeof inner === 'string' ? translate(inner) : mapUris(inner, translate)
    ])
  );
}
