import type { Readable } from 'node:stream';
import type { HttpMethods } from '@azure/core-rest-pipeline';

/** One request; either `path` (below the endpoint) or `url` (absolute). */
export interface Send {
  method?: HttpMethods;
  path?: string;
  url?: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  json?: unknown;
  /** A raw body; a function is called again for every retry. */
  content?: Buffer | (() => Readable);
  headers?: Readonly<Record<string, string>>;
  /** Statuses beyond 2xx that are returned instead of raised as errors. */
  accept?: readonly number[];
  /** Returns the body as `stream` instead of reading it. */
  stream?: boolean;
  signal?: AbortSignal;
}
