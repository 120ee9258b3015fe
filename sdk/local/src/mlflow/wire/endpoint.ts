import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readMessage, type Message, type Shape } from './message.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One call of MLflow's API: where it lies, what it takes, what it does. Path parameters are fields of the message. */
export interface Endpoint {
  methods: Method[];
  path: string;
  shape: Shape;
  handle: (input: never) => unknown;
}

/** Declares an endpoint; several methods where MLflow's API has several. */
export function endpoint<S extends Shape>(
  methods: Method | Method[],
  path: string,
  shape: S,
  handle: (input: Message<S>) => unknown
): Endpoint {
  return { methods: [methods].flat(), path, shape, handle };
}

type Source = Record<string, unknown>;

/** Asks an endpoint with a message as it came. */
export function askEndpoint({ shape, handle }: Endpoint, source: Source): unknown {
  return (handle as (input: unknown) => unknown)(readMessage(shape, source));
}

/** Serves the endpoints below one base such as `/api/2.0/mlflow`. */
export function serve(app: FastifyInstance, base: string, endpoints: readonly Endpoint[]): void {
  for (const each of endpoints) {
    const answer = async (request: FastifyRequest, reply: FastifyReply) => {
      const source: Source = {
        ...(request.query as Source),
        ...(isSource(request.body) ? request.body : {}),
        ...(request.params as Source)
      };
      return reply.send((await askEndpoint(each, source)) ?? {});
    };
    const config = { fields: Object.keys(each.shape) };
    for (const method of each.methods)
      app.route({ method, url: base + each.path, handler: answer, config });
  }
}

function isSource(body: unknown): body is Source {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
