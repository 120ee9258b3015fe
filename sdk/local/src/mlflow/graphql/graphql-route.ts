import type { FastifyInstance } from 'fastify';
import { fail } from '../errors.js';
import { askEndpoint, type Endpoint } from '../wire/endpoint.js';
import { translate } from '../wire/error-answer.js';
import { readMessage, string } from '../wire/message.js';

const shape = { query: string, operationName: string };

/**
 * MLflow's GraphQL API: the questions of its page that want a run with all that belongs to it in one answer. It is answered by the
 * endpoints of the REST API, and changes nothing.
 */
export function graphqlRoute(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  const ask = (path: string, input: Record<string, unknown>) => {
    const found = endpoints.find(endpoint => endpoint.path === path);
    if (!found) throw new Error(`There is no endpoint ${path}.`);
    return askEndpoint(found, input);
  };
  app.post('/graphql', async request => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { query, operationName } = readMessage(shape, body);
    if (!query) throw fail('MlflowParameterMissing', { field: 'query' });
    // Loaded by the first question: most workspaces are never looked at in a browser.
    const { answerQuery } = await import('./answer-query.js');
    const { data, errors } = await answerQuery(ask, {
      query,
      operationName,
      variables: (body.variables ?? {}) as Record<string, unknown>
    });
    const told = errors?.map(({ message, originalError }) =>
      originalError ? translate(originalError, request).message : message
    );
    return { data: data ?? null, errors: told ?? null };
  });
}
