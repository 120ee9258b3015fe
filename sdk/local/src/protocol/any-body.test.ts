import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { acceptAnyBody } from './any-body.js';

it.each([
  ['{"a":1}', { a: 1 }],
  ['\uFEFF{"a":1}', { a: 1 }],
  ['', null],
  ['\uFEFF', null]
])('parses the body %j', async (payload, body) => {
  const app = fastify();
  acceptAnyBody(app);
  app.put('/', request => ({ got: request.body ?? null }));
  const headers = { 'content-type': 'application/json' };
  const answer = await app.inject({ method: 'PUT', url: '/', headers, payload });
  expect(answer.json()).toEqual({ got: body });
});
