import type { FastifyInstance } from 'fastify';
import { endpoint, type Endpoint } from './wire/endpoint.js';

/** The version of MLflow whose API this is. MLflow's clients send spans to servers from 3.4 on. */
export const MLFLOW_VERSION = '3.17.2';

/** The texts that clients read to find out whether a server runs, and which version it has. */
export function serverTextRoutes(app: FastifyInstance): void {
  app.get('/version', (_request, reply) => reply.type('text/plain').send(MLFLOW_VERSION));
  app.get('/health', (_request, reply) => reply.type('text/plain').send('OK'));
}

/** The capabilities that MLflow's newer clients query first. Multipart is off, because one request may carry content of any size. */
export const serverEndpoints: Endpoint[] = [
  endpoint('GET', '/server-info', {}, () => ({
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: false,
    multipart_downloads_enabled: false
  }))
];
