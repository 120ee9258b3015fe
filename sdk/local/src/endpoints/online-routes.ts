import { availableParallelism } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { Tokens } from '../identity/tokens.js';
import { RegenerateKeysBody } from '../schemas/endpoint-schema.js';
import { DeploymentLogsBody } from '../schemas/online-deployment-schema.js';
import type { KeyType, StoredKeys } from '../store/endpoint-store.js';
import { findDeployment } from './deployment-routes.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint, type EndpointDeps } from './endpoint-routes.js';
import { regenerated } from './keys.js';

export interface OnlineDeps extends EndpointDeps {
  /** Issues tokens that open scoring URIs and nothing else. */
  endpointTokens: Tokens;
}

interface Params {
  endpoint: string;
  deployment: string;
}

const TOKEN_LIFETIME_SECONDS = 60 * 60;
/** How long before its end clients should replace a token. */
const TOKEN_REFRESH_SECONDS = 10 * 60;

/** The operations that only online endpoints and their deployments have. */
export function onlineRoutes(
  app: FastifyInstance,
  kind: EndpointKind,
  { endpoints, longRunning, endpointTokens }: OnlineDeps
): void {
  const base = '/onlineEndpoints/:endpoint';

  app.post<{ Params: Params; Body: { keyType: KeyType; keyValue?: string | null } }>(
    `${base}/regenerateKeys`,
    { schema: { body: RegenerateKeysBody } },
    (request, reply) => {
      const { name } = findEndpoint(kind, endpoints, request.params.endpoint);
      const { keyType, keyValue } = request.body;
      endpoints.setKeys(name, regenerated(endpoints.keys(name) as StoredKeys, keyType, keyValue));
      return longRunning.accepted(reply);
    }
  );

  app.post<{ Params: Params }>(`${base}/token`, request => {
    const { name } = findEndpoint(kind, endpoints, request.params.endpoint);
    const { token, expiresOn } = endpointTokens.mint(name, TOKEN_LIFETIME_SECONDS);
    return {
      accessToken: token,
      tokenType: 'Bearer',
      expiryTimeUtc: expiresOn,
      refreshAfterTimeUtc: expiresOn - TOKEN_REFRESH_SECONDS
    };
  });

  app.post<{ Params: Params; Body: { tail?: number | null } }>(
    `${base}/deployments/:deployment/getLogs`,
    { schema: { body: DeploymentLogsBody } },
    request => {
      const { name, modifiedAt } = findDeployment(kind, endpoints, request.params);
      const at = new Date(modifiedAt).toISOString();
      const content = `${at} The deployment '${name}' was declared. No process runs for it: the local workspace does not run model servers yet.\n`;
      return { content: request.body.tail === 0 ? '' : content };
    }
  );

  app.get<{ Params: Params }>(`${base}/deployments/:deployment/skus`, request => {
    findDeployment(kind, endpoints, request.params);
    return {
      value: [
        {
          resourceType: 'Microsoft.MachineLearning.Services/endpoints/deployments',
          sku: { name: 'Default', tier: 'Standard' },
          capacity: {
            minimum: 1,
            maximum: availableParallelism(),
            default: 1,
            scaleType: 'Manual'
          }
        }
      ]
    };
  });
}
