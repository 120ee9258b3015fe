import type { FastifyInstance, FastifyReply } from 'fastify';
import { fail } from './errors.js';
import type { OperationStore } from '../store/operation-store.js';
import type { WorkspaceContext } from './context.js';

/** Interval in which a client polls: the minimum that the contract allows. Its first request follows at once. */
const RETRY_AFTER_SECONDS = '10';

/** Responds with 202: the client polls `location`. */
export function accepted(reply: FastifyReply, location: string): FastifyReply {
  return reply.code(202).header('location', location).header('retry-after', RETRY_AFTER_SECONDS);
}

/**
 * Responds to requests that Azure handles in the background. Here the work is done before the response, so that acknowledged work is
 * never lost. The client still gets an operation to poll, which has already succeeded.
 */
export class LongRunning {
  constructor(
    private readonly context: WorkspaceContext,
    private readonly operations: OperationStore
  ) {}

  /** Responds to a PUT that has created or changed `resource`. */
  put(reply: FastifyReply, created: boolean, resource: object): FastifyReply {
    return reply
      .code(created ? 201 : 200)
      .header('azure-asyncoperation', this.begin().status)
      .send(resource);
  }

  /** Responds to a DELETE, or to a POST without a result. */
  accepted(reply: FastifyReply): FastifyReply {
    const { status, result } = this.begin();
    return accepted(reply, result).header('azure-asyncoperation', status).send();
  }

  private begin(): { status: string; result: string } {
    const id = this.context.newId();
    this.operations.succeeded(id);
    const urlOf = (what: string) =>
      `${this.context.origin()}${operationsPath(this.context)}/${what}/${id}?api-version=2023-04-01`;
    return { status: urlOf('mfeOperationsStatus'), result: urlOf('mfeOperationResults') };
  }
}

/** Adds the routes that clients poll: the status of an operation, and its result, which is empty. */
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
