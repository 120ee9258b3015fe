import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault
} from 'fastify';
import type { Connection } from './connection.js';
import type { LabRoot } from './lab-root.js';
import type { RunFeed } from './run-feed.js';

/** A Fastify that reads its types from TypeBox schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the routes work with. */
export interface Bridge {
  connection: Connection;
  feed: RunFeed;
  root: LabRoot;
}
