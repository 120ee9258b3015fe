import type { FastifyRequest } from 'fastify';

/** The parts of a path below the service, and the query behind it. */
export interface BlobRoute {
  Params: { container: string; '*': string };
  Querystring: Record<string, string | undefined>;
}

/** A request of a container, or of a blob in it. */
export type BlobRequest = FastifyRequest<BlobRoute>;
