import type { FastifyInstance } from 'fastify';
import { question } from '../../identity/route-access.js';
import { fail } from '../errors.js';
import { callEndpoint, type Endpoint } from '../wire/endpoint.js';
import { toMlflowError } from '../wire/error-response.js';
import { JsonStream } from '../wire/json-stream.js';
import { readMessage, string } from '../wire/message.js';

const shape = { query: string, operationName: string };

/**
 * Serves MLflow's GraphQL API, with which its web page reads a run and everything related to it in one request. The endpoints of the
 * REST API resolve the fields. The API is read-only.
 */
export function graphqlRoute(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  const call = async (path: string, input: Record<string, unknown>) => {
    const found = endpoints.find(endpoint => endpoint.path === path);
    if (!found) throw new Error(`There is no endpoint ${path}.`);
    const body = await callEndpoint(found, input);
    return body instanceof JsonStream ? body.whole() : body;
  };
  app.post('/graphql', { config: question }, async request => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { query, operationName } = readMessage(shape, body);
    if (!query) throw fail('MlflowParameterMissing', { field: 'query' });
    // Loaded by the first query, because most workspaces are never opened in a browser.
    const { executeQuery } = await import('./execute-query.js');
    const { data, errors } = await executeQuery(call, {
      query,
      operationName,
      variables: (body.variables ?? {}) as Record<string, unknown>
    });
    const messages = errors?.map(({ message, originalError }) =>
      originalError ? toMlflowError(originalError, request).message : message
    );
    return { data: data ?? null, errors: messages ?? null };
  });
}
