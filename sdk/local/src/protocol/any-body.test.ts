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

it.each([
  'application/json; charset=utf-8',
  'application/json-patch+json',
  'application/merge-patch+json; charset=utf-8',
  'application/vnd.microsoft.x+json',
  'application/*+json',
  'text/json',
  'Text/JSON;charset=utf-8',
  'text/plain'
])('parses a body of the type %s as JSON', async type => {
  const app = fastify();
  acceptAnyBody(app);
  app.post('/', request => ({ got: request.body ?? null }));
  const headers = { 'content-type': type };
  const response = await app.inject({ method: 'POST', url: '/', headers, payload: '{"a":1}' });
  expect(response.json()).toEqual({ got: { a: 1 } });
});

it.each(['application/jsonlines', 'text/csv', 'application/octet-stream'])(
  'does not take a body of the type %s for JSON',
  async type => {
    const app = fastify();
    acceptAnyBody(app);
    app.post('/', request => ({ got: request.body ?? null }));
    const headers = { 'content-type': type };
    const response = await app.inject({ method: 'POST', url: '/', headers, payload: '{"a":1}' });
    expect(response.statusCode).toBe(415);
  }
);
