import type { FastifyRequest } from 'fastify';

/** The path parameters and the query of a request to Blob storage. */
export interface BlobRoute {
  Params: { container: string; '*': string };
  Querystring: Record<string, string | undefined>;
}

/** A request for a container or for a blob in it. */
export type BlobRequest = FastifyRequest<BlobRoute>;
