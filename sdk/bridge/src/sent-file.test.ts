import { fastify } from 'fastify';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { sendFile } from './sent-file.js';

async function sent(path: string) {
  const app = fastify();
  app.get('/', (_request, reply) => sendFile(reply, path, Readable.from([Buffer.from('x')])));
  return app.inject('/');
}

it.each([
  ['plots/loss.PNG', 'image/png'],
  ['a.svg', 'image/svg+xml'],
  ['page.html', 'application/octet-stream'],
  ['model', 'application/octet-stream']
])('sends %s as %s, which never acts as a page', async (path, type) => {
  const { headers, body } = await sent(path);
  expect(headers['content-type']).toBe(type);
  expect(headers['content-disposition']).toMatch(/^attachment;/);
  expect(headers['content-security-policy']).toContain('sandbox');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(body).toBe('x');
});

it.each([
  ["it's (a) *.txt", 'it%27s%20%28a%29%20%2A.txt'],
  ['a/"b"\r\nx: y', '%22b%22%0D%0Ax%3A%20y'],
  ['é.bin', '%C3%A9.bin']
])('names the download of %j', async (path, name) => {
  expect((await sent(path)).headers['content-disposition']).toBe(
    `attachment; filename*=UTF-8''${name}`
  );
});
