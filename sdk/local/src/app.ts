import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RouteOptions } from 'fastify';
import { datastores } from './data/datastores.js';
import { authenticate } from './identity/authenticate.js';
import { requireRoom } from './limits/require-room.js';
import { servedUrl } from './mlflow/azureml/plain-path.js';
import { acceptAnyBody } from './protocol/any-body.js';
import { requireApiVersion } from './protocol/api-version.js';
import { readRest, replyWithErrors } from './protocol/error-reply.js';
import { refuseRepeatedParameters } from './protocol/repeated-parameters.js';
import { answerRequestIds } from './protocol/request-ids.js';
import { ServedRoutes } from './protocol/served-routes.js';
import { refuseUnknownRoutes } from './protocol/unknown-route.js';
import { notebookEnvironment } from './resources/assets/notebook-environment.js';
import { providerOperationRoutes } from './resources/provider-operations.js';
import { registerRoutes } from './routes.js';
import { ServerLog } from './server-log.js';
import { buildServices, type ServiceOptions, type Services } from './services.js';
import { refuseConnection, refuseUrl } from './unrouted.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

export interface AppOptions extends Omit<ServiceOptions, 'log' | 'origin'> {
  tls: { key: string; cert: string };
  logLevel?: string;
  /** Told of every route as it is registered: a test that means all of them need not list them. */
  onRoute?: (route: RouteOptions) => void;
}

export interface App {
  server: FastifyInstance;
  services: Services;
  /** Listens on loopback; answers the port. Then the jobs of an earlier server are taken up. */
  listen: (port: number) => Promise<number>;
  close: () => Promise<void>;
}

/** A request's JSON. Azure's own limit is 4 MB; a notebook's parameters fit in either way. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** How often work is taken up that a failure, such as a full disk, has left lying. */
const BEAT = 10_000;

/** Milliseconds that a connection may stay silent amid a request: a client that died leaves no socket behind for good. */
const PATIENCE = 120_000;

/** Builds the server. Nothing listens and no job runs before `listen`. */
export async function buildApp(options: AppOptions): Promise<App> {
  const address: { origin?: string } = {};
  const origin = () => {
    if (!address.origin) throw new Error('The server does not listen yet.');
    return address.origin;
  };
  const server = Fastify({
    https: options.tls,
    logger: {
      level: options.logLevel ?? 'warn',
      redact: ['req.headers.authorization', 'req.headers.cookie'],
      stream: new ServerLog(options.home.log)
    },
    bodyLimit: BODY_LIMIT,
    rewriteUrl: servedUrl,
    routerOptions: { caseSensitive: false, maxParamLength: 512 },
    genReqId: () => (options.newId ?? crypto.randomUUID.bind(crypto))(),
    forceCloseConnections: true,
    connectionTimeout: PATIENCE,
    frameworkErrors: refuseUrl,
    clientErrorHandler: refuseConnection,
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        allErrors: true,
        allowUnionTypes: true,
        // Half of the time that compiling the schemas takes at the start, for nothing that is felt later.
        code: { optimize: false }
      }
    }
  }) as unknown as FastifyInstance;
  const services = buildServices({ ...options, origin, log: server.log });

  if (options.onRoute) server.addHook('onRoute', options.onRoute);
  acceptAnyBody(server);
  replyWithErrors(server);
  authenticate(server, { ...services, origin });
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (reply.statusCode !== 413) done();
    else readRest(request.raw).then(() => done(), done);
  });
  refuseRepeatedParameters(server);
  requireRoom(server, services.disk);
  requireApiVersion(server);
  answerRequestIds(server);
  const served = new ServedRoutes(server);
  refuseUnknownRoutes(server, served, LOCAL_WORKSPACE);
  providerOperationRoutes(server, served);
  await registerRoutes(server, services, options);
  await bear(services);
  let beat: NodeJS.Timeout | undefined;

  return {
    server,
    services,
    listen: async port => {
      await server.listen({ host: '127.0.0.1', port });
      const listens = (server.server.address() as { port: number }).port;
      address.origin = `https://127.0.0.1:${listens}`;
      services.disk.look();
      services.runner.recover();
      services.families.recover();
      beat = setInterval(() => {
        takeUp(services, server.log);
      }, BEAT);
      beat.unref();
      services.scheduler.start();
      services.sweeper.open();
      return listens;
    },
    close: async () => {
      clearInterval(beat);
      services.scheduler.close();
      services.sweeper.close();
      await services.families.close();
      await services.runner.close();
      await server.close();
    }
  };
}

/** Whatever waits for nothing but to be looked at: no state is waited for that no one will bring. */
function takeUp({ runner, families, disk, retention }: Services, log: FastifyBaseLogger): void {
  try {
    runner.wake();
    families.recover();
    disk.look();
    retention.look();
  } catch (error) {
    log.error(error);
  }
}

/** What a workspace has from its first day. */
async function bear({ files, assets, context }: Services): Promise<void> {
  for (const { container } of Object.values(datastores)) await files.createContainer(container);
  notebookEnvironment(assets.environments, context.user);
}
