import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LoggedModelStore } from '../logged-models/logged-models.js';
import type { RunStore } from '../runs/runs.js';
import { azuremlUriOfModel, fromAzuremlUri, toAzuremlUri } from './artifact-uri.js';
import type { Translation } from '../wire/endpoint.js';
import { isAzuremlStore } from './plain-path.js';

/** The fields of MLflow's messages that contain artifact URIs. */
const uriFields: ReadonlySet<string> = new Set(['artifact_uri', 'root_uri', 'source']);

/**
 * Converts the artifact URIs in requests and responses of azureml-mlflow between its form and the workspace's. Returns the translation of a
 * response, for those that are sent in parts and pass no hook.
 */
export function translateArtifactUris(
  app: FastifyInstance,
  owners: { runs: RunStore; logged: LoggedModelStore }
): (request: FastifyRequest) => Translation | undefined {
  const translationFor = (request: FastifyRequest): Translation | undefined => {
    if (!isAzuremlStore(request)) return undefined;
    const store = `${request.headers.host}${app.prefix.replace('/v1.0/', '/v2.0/')}`;
    return response =>
      mapUris(response, (uri, modelId) =>
        modelId === undefined
          ? toAzuremlUri(uri, store, owners)
          : azuremlUriOfModel(modelId, store, owners)
      );
  };
  app.addHook('preHandler', ({ body }, _reply, done) => {
    const { source } = (body ?? {}) as { source?: unknown };
    if (typeof source === 'string')
      (body as { source: string }).source = fromAzuremlUri(source, owners) ?? source;
    done();
  });
  app.addHook('preSerialization', (request, _reply, response, done) => {
    done(null, translationFor(request)?.(response) ?? response);
  });
  return translationFor;
}

/** Converts the URIs in a response. `translate` also gets the id of the logged model whose artifacts a URI refers to. */
function mapUris(value: unknown, translate: (uri: string, modelId?: string) => string): unknown {
  if (Array.isArray(value)) return value.map(each => mapUris(each, translate));
  if (typeof value !== 'object' || value === null) return value;
  const { model_id: id } = value as { model_id?: unknown };
  const model = typeof id === 'string' ? id : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      uriFields.has(key) && typeof inner === 'string'
        ? translate(inner, key === 'artifact_uri' ? model : undefined)
        : mapUris(inner, translate)
    ])
  );
}
