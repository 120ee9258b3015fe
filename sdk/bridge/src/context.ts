import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault
} from 'fastify';
import type { Connection } from './connection.js';
import type { ExperimentNames } from './experiment-names.js';
import type { LabRoot } from './lab-root.js';
import type { JobFeed } from './job-feed.js';
import type { Predictions } from './prediction/predictions.js';
import type { RunMetrics } from './run-metrics.js';

/** A Fastify instance that derives request types from TypeBox schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The services that the routes use. */
export interface Bridge {
  connection: Connection;
  feed: JobFeed;
  experiments: ExperimentNames;
  runMetrics: RunMetrics;
  predictions: Predictions;
  root: LabRoot;
}
