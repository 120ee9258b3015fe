import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import websocket from '@fastify/websocket';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import { Connection, type Connect } from './connection.js';
import type { Bridge, TypedApp } from './context.js';
import { asCarryError, errorBody } from './error-body.js';
import { fail } from './errors.js';
import { ExperimentNames } from './experiment-names.js';
import { refusal } from './guard.js';
import type { LabRoot } from './lab-root.js';
import { JobFeed } from './job-feed.js';
import { Predictions } from './prediction/predictions.js';
import { RunMetrics } from './run-metrics.js';
import { compareRoutes } from './routes/compare-routes.js';
import { eventRoutes } from './routes/event-routes.js';
import { jobRoutes } from './routes/job-routes.js';
import { logRoutes } from './routes/log-routes.js';
import { modelRoutes } from './routes/model-routes.js';
import { modelVersionRoutes } from './routes/model-version-routes.js';
import { notebookRoutes } from './routes/notebook-routes.js';
import { pipelineRoutes } from './routes/pipeline-routes.js';
import { runChangeRoutes } from './routes/run-change-routes.js';
import { runRoutes } from './routes/run-routes.js';
import { scheduleRoutes } from './routes/schedule-routes.js';
import { secretRoutes } from './routes/secret-routes.js';
import { workspaceRoutes } from './routes/workspace-routes.js';

const allRoutes = [
  workspaceRoutes,
  notebookRoutes,
  runRoutes,
  runChangeRoutes,
  jobRoutes,
  pipelineRoutes,
  logRoutes,
  modelRoutes,
  modelVersionRoutes,
  compareRoutes,
  scheduleRoutes,
  secretRoutes,
  eventRoutes
];

/** A notebook without its outputs is far smaller. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** The dependencies of a bridge. */
export interface AppOptions {
  connect: Connect;
  root: LabRoot;
  /** Shared with the Jupyter server that started this bridge. */
  secret: string;
  /** Called with every error whose status is 500 or more. */
  onError?: (e: unknown) => void;
}

/** Builds the server that the sidebar uses; `main.ts` starts it. */
export async function buildApp(options: AppOptions): Promise<TypedApp> {
  const app = fastify({ bodyLimit: BODY_LIMIT_BYTES }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser('text/plain');
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } });

  app.addHook('onRequest', ({ method, headers, ws }, _reply, done) => {
    done(refusal({ method, headers, upgrade: ws }, options.secret));
  });
  app.addHook('onSend', async ({ raw, ws }, reply) => {
    if (reply.statusCode >= 400 && !ws && !raw.complete) await readRest(raw);
  });
  app.setErrorHandler((e, _request, reply) => {
    const error = asCarryError(e);
    if (error.status >= 500) options.onError?.(e);
    return reply.code(error.status).send(errorBody(error));
  });
  app.setNotFoundHandler((request, reply) => {
    const error = fail('RouteNotFound', { route: `${request.method} ${request.url}` });
    return reply.code(error.status).send(errorBody(error));
  });

  const connection = new Connection(options.connect);
  const experiments = new ExperimentNames();
  const feed = new JobFeed(connection, experiments);
  const predictions = new Predictions();
  app.addHook('onClose', () => {
    predictions.close();
  });
  const bridge: Bridge = {
    connection,
    feed,
    experiments,
    runMetrics: new RunMetrics(),
    predictions,
    root: options.root
  };
  for (const routes of allRoutes) routes(app, bridge);
  return app;
}

/**
 * Reads the rest of a refused request, unless it is far above the body limit. Otherwise the proxy would respond with 500, because the
 * connection was closed before it had sent everything.
 */
async function readRest(request: IncomingMessage): Promise<void> {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > 8 * BODY_LIMIT_BYTES) request.destroy();
  });
  await finished(request.resume()).catch(() => undefined);
}
