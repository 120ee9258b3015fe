import type { Credential } from '../arm/client/index.js';

/** Options of `connect`; all have defaults. */
export interface ConnectOptions {
  /** Folder or file; `config.json` is searched for there and in the folders above. Default: the current folder. */
  from?: string;
  /** Variables to read instead of `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Signs the requests; default: `DefaultAzureCredential`. */
  credential?: Credential;
  /** Aborts the connecting; not the requests of the workspace afterwards. */
  signal?: AbortSignal;
}
