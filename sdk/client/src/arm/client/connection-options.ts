import type { HttpClient, TlsSettings } from '@azure/core-rest-pipeline';
import type { Credential } from './credential.js';

/** The address of a service, and how to sign and trust its requests. */
export interface ConnectionOptions {
  /** Base of all relative paths. */
  endpoint: string;
  credential?: Credential;
  /** Default: `{endpoint}/.default`. */
  scope?: string;
  tls?: TlsSettings;
  /** Replaces the network, for tests. */
  httpClient?: HttpClient;
  /** Delay before the first retry, for tests; default: one second. */
  retryDelayMs?: number;
}
