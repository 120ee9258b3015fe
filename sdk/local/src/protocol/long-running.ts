import type { FastifyInstance, FastifyReply } from 'fastify';
import { fail } from './errors.js';
import type { OperationStore } from '../store/operations.js';
import type { WorkspaceContext } from './context.js';

/** Seconds that a client waits before it asks again: the least that the contract allows. The first time it asks at once. */
const RETRY_AFTER = '10';

/** `202`: go on asking at `location`. */
export function accepted(reply: FastifyReply, location: string): FastifyReply {
  return reply.code(202).header('location', location).header('retry-after', RETRY_AFTER);
}

/**
 * The answers of what Azure does in the background. Here it is done before the answer, so that what is acknowledged is never lost;
 * the client is still given an operation to ask after, and finds that it has succeeded.
 */
export class LongRunning {
  constructor(
    private readonly context: WorkspaceContext,
    private readonly operations: OperationStore
  ) {}

  /** Answers a PUT that has made or changed `resource`. */
  put(reply: FastifyReply, created: boolean, resource: object): FastifyReply {
    return reply
      .code(created ? 201 : 200)
      .header('azure-asyncoperation', this.begin().status)
      .send(resource);
  }

  /** Answers a DELETE or a POST that has no answer of its own. */
  accepted(reply: FastifyReply): FastifyReply {
    const { status, result } = this.begin();
    return accepted(reply, result).header('azure-asyncoperation', status).send();
  }

  private begin(): { status: string; result: string } {
    const id = this.context.newId();
    this.operations.succeeded(id);
    const at = (what: string) =>
      `${this.context.origin()}${operationsPath(this.context)}/${what}/${id}?api-version=2023-04-01`;
    return { status: at('mfeOperationsStatus'), result: at('mfeOperationResults') };
  }
}

/** Where the clients ask: for the state of an operation, or for its result, which is none. */
export function operationRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  operations: OperationStore
): void {
  const find = (id: string) => {
    const operation = operations.get(id);
    if (!operation) throw fail('ResourceNotFound', { type: 'operation', name: id });
    return operation;
  };
  const path = operationsPath(context);

  app.get<{ Params: { id: string } }>(`${path}/mfeOperationsStatus/:id`, request => {
    const { id, endedAt } = find(request.params.id);
    const endTime = new Date(endedAt).toISOString();
    return {
      id: `${path}/mfeOperationsStatus/${id}`,
      name: id,
      status: 'Succeeded',
      startTime: endTime,
      endTime
    };
  });

  app.get<{ Params: { id: string } }>(`${path}/mfeOperationResults/:id`, (request, reply) => {
    find(request.params.id);
    return reply.code(200).send();
  });
}

function operationsPath({ workspace }: WorkspaceContext): string {
  return `/subscriptions/${workspace.subscription}/providers/Microsoft.MachineLearningServices/locations/local`;
}
