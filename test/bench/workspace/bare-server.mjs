// The fastest possible server with Fastify: one route that returns the bytes of a file, with the TLS certificate of a workspace.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';

const [home, answer] = process.argv.slice(2);
const read = name => readFileSync(join(home, 'tls', name));
const server = Fastify({ https: { key: read('server.key'), cert: read('server.pem') } });
const bytes = readFileSync(answer, 'utf8');
server.get('/job', (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes));
await server.listen({ host: '127.0.0.1', port: 0 });
process.send(server.server.address().port);
