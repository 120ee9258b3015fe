import type { Credential } from '../arm/client/index.js';

/** Which workspace to connect to, and how; everything has a default. */
export interface ConnectOptions {
  /** Folder or file from which `config.json` is searched upwards; default: the current folder. */
  from?: string;
  /** Variables to read instead of `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Signs the requests; default: `DefaultAzureCredential`. */
  credential?: Credential;
}
