import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../identity/route-access.js';
import { readMessage, type Message, type Shape } from './message.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/**
 * One endpoint of MLflow's API: its methods, path, request fields and handler. Path parameters are fields of the request message. The
 * handler's result is the response body; an endpoint without a result responds with `{}`.
 */
export interface Endpoint {
  methods: Method[];
  path: string;
  shape: Shape;
  /** Set for a question; otherwise the method decides. */
  access?: Access;
  handle: (input: never) => unknown;
}

/**
 * Declares an endpoint, with several methods where MLflow's API has several.
 *
 * @example
 * endpoint('POST', '/runs/delete', { run_id: required(string) }, input => {
 *   runs.setStage(input.run_id, 'deleted');
 * })
 */
export function endpoint<S extends Shape>(
  methods: Method | Method[],
  path: string,
  shape: S,
  handle: (input: Message<S>) => unknown
): Endpoint {
  return { methods: [methods].flat(), path, shape, handle };
}

/** Declares an endpoint that changes nothing though clients send it as POST, so that a Reader may call it. */
export function question<S extends Shape>(
  methods: Method | Method[],
  path: string,
  shape: S,
  handle: (input: Message<S>) => unknown
): Endpoint {
  return { ...endpoint(methods, path, shape, handle), access: 'question' };
}

type RawMessage = Record<string, unknown>;

/** Reads a raw message and calls the endpoint's handler with it. */
export function callEndpoint({ shape, handle }: Endpoint, message: RawMessage): unknown {
  return (handle as (input: unknown) => unknown)(readMessage(shape, message));
}

/** Registers a route for each endpoint below a base path such as `/api/2.0/mlflow`. */
export function registerEndpoints(
  app: FastifyInstance,
  base: string,
  endpoints: readonly Endpoint[]
): void {
  for (const each of endpoints) {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const message: RawMessage = {
        ...(request.query as RawMessage),
        ...(isRawMessage(request.body) ? request.body : {}),
        ...(request.params as RawMessage)
      };
      return reply.send((await callEndpoint(each, message)) ?? {});
    };
    const config = { access: each.access, fields: Object.keys(each.shape) };
    for (const method of each.methods)
      app.route({ method, url: base + each.path, handler, config });
  }
}

function isRawMessage(body: unknown): body is RawMessage {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
