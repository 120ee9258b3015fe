import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import type { Access } from '../../identity/route-access.js';
import { textOfBody } from '../../protocol/any-body.js';
import { fail, mlflowErrors } from '../errors.js';
import { valueAsSent } from '../sent-numbers.js';
import { JsonStream } from './json-stream.js';
import { RawJson } from './response.js';
import { messageOfQuery, readMessage, type Message, type Shape } from './message.js';

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

/** Changes fields of a response, or of a part of one. */
export type Translation = (value: unknown) => unknown;

function send(reply: FastifyReply, body: unknown, translation?: Translation): FastifyReply {
  if (body instanceof RawJson) return reply.type(JSON_TYPE).send(body.text);
  return body instanceof JsonStream
    ? reply.type(JSON_TYPE).send(Readable.from(body.text(translation)))
    : reply.send(body);
}

const JSON_TYPE = 'application/json; charset=utf-8';

const INVALID = mlflowErrors.MlflowParameterTypeInvalid.code;

type RawMessage = Record<string, unknown>;

/** Reads a raw message and calls the endpoint's handler with it. */
export function callEndpoint({ shape, handle }: Endpoint, message: RawMessage): unknown {
  return (handle as (input: unknown) => unknown)(readMessage(shape, message));
}

/**
 * Registers a route for each endpoint below a base path such as `/api/2.0/mlflow`. `translationFor` returns how the response to a request
 * is changed if it is sent in parts; others are changed by hooks.
 */
export function registerEndpoints(
  app: FastifyInstance,
  base: string,
  endpoints: readonly Endpoint[],
  translationFor: (request: FastifyRequest) => Translation | undefined = () => undefined
): void {
  for (const each of endpoints) {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const message: RawMessage = {
        ...messageOfQuery(each.shape, request.query as RawMessage),
        ...(isRawMessage(request.body) ? request.body : {}),
        ...(request.params as RawMessage)
      };
      try {
        const body = (await callEndpoint(each, message)) ?? {};
        return await send(reply, body, translationFor(request));
      } catch (error) {
        throw withValueAsSent(error, request.body);
      }
    };
    const config = { access: each.access, fields: Object.keys(each.shape) };
    for (const method of each.methods)
      app.route({ method, url: base + each.path, handler, config });
  }
}

/** Longer texts are not read again. Their messages have the numbers as JavaScript writes them. */
const MAX_REREAD_LENGTH = 100_000;

/** Words the error of a field with the number that was sent: JavaScript reads `9.0` as 9. */
function withValueAsSent(error: unknown, body: unknown): unknown {
  if (!isCarryError(error) || error.code !== INVALID || error.target === undefined) return error;
  const text = textOfBody(body);
  if (text === undefined || text.length > MAX_REREAD_LENGTH) return error;
  const value = valueAsSent(text, error.target);
  return value === undefined
    ? error
    : fail('MlflowParameterTypeInvalid', { field: error.target, value });
}

function isRawMessage(body: unknown): body is RawMessage {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
