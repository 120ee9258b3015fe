import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RouteOptions } from 'fastify';
import { datastores } from './data/default-datastores.js';
import { authenticate } from './identity/authenticate.js';
import { requireRoom } from './limits/require-room.js';
import { servedUrl } from './mlflow/azureml/plain-path.js';
import { acceptAnyBody } from './protocol/any-body.js';
import { requireApiVersion } from './protocol/api-version.js';
import { BODY_BYTES } from './protocol/body-limits.js';
import { replyWithErrors } from './protocol/error-reply.js';
import { handleInTurns } from './protocol/large-requests.js';
import { sendPassiveContent } from './protocol/passive-content.js';
import { readRefusedBodies } from './protocol/refused-body.js';
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
  /** Called for every route as it is registered, so that a test of all routes need not list them. */
  onRoute?: (route: RouteOptions) => void;
}

export interface App {
  server: FastifyInstance;
  services: Services;
  /** Listens on loopback, resumes the jobs of an earlier server, and returns the port. Port 0 means any free port. */
  listen: (port: number) => Promise<number>;
  close: () => Promise<void>;
}

/** Interval between retries of work that a failure, such as a full disk, left pending. */
const RETRY_INTERVAL_MS = 10_000;

/** How long a connection may stay silent in the middle of a request; then its socket is closed, because the client may have died. */
const CONNECTION_TIMEOUT_MS = 120_000;

/** Builds the server. It neither listens nor runs jobs before `listen`. */
export async function buildApp(options: AppOptions): Promise<App> {
  const address: { origin?: string } = {};
  const origin = () => {
    if (!address.origin) throw new Error('The server does not listen yet.');
    return address.origin;
  };
  const server = createServer(options);
  const services = buildServices({ ...options, origin, log: server.log });
  if (options.onRoute) server.addHook('onRoute', options.onRoute);
  addHooks(server, services);
  const served = new ServedRoutes(server);
  refuseUnknownRoutes(server, served, LOCAL_WORKSPACE);
  providerOperationRoutes(server, served);
  await registerRoutes(server, services, options);
  await seedWorkspace(services);
  let retryTimer: NodeJS.Timeout | undefined;

  return {
    server,
    services,
    listen: async requested => {
      await server.listen({ host: '127.0.0.1', port: requested });
      const { port } = server.server.address() as { port: number };
      address.origin = `https://127.0.0.1:${port}`;
      services.origins.remember();
      startWork(services, server.log);
      retryTimer = setInterval(() => {
        retryPendingWork(services, server.log);
      }, RETRY_INTERVAL_MS).unref();
      return port;
    },
    close: async () => {
      clearInterval(retryTimer);
      await stopWork(services);
      await server.close();
    }
  };
}

function createServer({ tls, logLevel, home, newId }: AppOptions): FastifyInstance {
  return Fastify({
    https: tls,
    logger: {
      level: logLevel ?? 'warn',
      redact: ['req.headers.authorization', 'req.headers.cookie'],
      stream: new ServerLog(home.log)
    },
    bodyLimit: BODY_BYTES,
    rewriteUrl: servedUrl,
    routerOptions: { caseSensitive: false, maxParamLength: 512 },
    genReqId: () => (newId ?? crypto.randomUUID.bind(crypto))(),
    forceCloseConnections: true,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    frameworkErrors: refuseUrl,
    clientErrorHandler: refuseConnection,
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        allErrors: true,
        allowUnionTypes: true,
        // Optimizing would double the time that compiling the schemas takes at startup, with no noticeable gain later.
        code: { optimize: false }
      }
    }
  });
}

/** Adds what applies to every request: parsing, errors, authentication and the rules of Azure's Resource Manager. */
function addHooks(server: FastifyInstance, services: Services): void {
  sendPassiveContent(server);
  acceptAnyBody(server);
  replyWithErrors(server);
  authenticate(server, { ...services, origin: services.context.origin });
  readRefusedBodies(server);
  refuseRepeatedParameters(server);
  requireRoom(server, services.disk);
  requireApiVersion(server);
  answerRequestIds(server);
  handleInTurns(server);
}

/** Creates the defaults of a new workspace: the containers of its datastores and the environment of notebook jobs. */
async function seedWorkspace({ files, assets, context }: Services): Promise<void> {
  for (const { container } of Object.values(datastores)) await files.createContainer(container);
  notebookEnvironment(assets.environments, context.user);
}

/** Resumes the jobs of an earlier server and starts the timers. */
function startWork(
  { disk, environmentCache, runner, families, scheduler, searcher, sweeper }: Services,
  log: FastifyBaseLogger
): void {
  disk.measureIfDue();
  environmentCache.removeLeftovers().catch((error: unknown) => {
    log.error(error, 'leftover environments');
  });
  runner.recover();
  families.recover();
  scheduler.start();
  sweeper.open();
  searcher.open();
}

async function stopWork({
  scheduler,
  searcher,
  sweeper,
  families,
  runner
}: Services): Promise<void> {
  scheduler.close();
  sweeper.close();
  searcher.close();
  await families.close();
  await runner.close();
}

/** Retries work that an earlier failure, such as a full disk, left pending, and measures the disk when a measurement is due. */
function retryPendingWork(
  { runner, families, disk, retention, environmentRetention }: Services,
  log: FastifyBaseLogger
): void {
  try {
    runner.wake();
    families.recover();
    disk.measureIfDue();
    retention.removeIfDue();
    environmentRetention.removeIfDue();
  } catch (error) {
    log.error(error);
  }
}
