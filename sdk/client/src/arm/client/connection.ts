import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  isRestError,
  type HttpClient,
  type HttpMethods,
  type Pipeline,
  type PipelineResponse,
  type TlsSettings
} from '@azure/core-rest-pipeline';
import type { Credential } from './credential.js';
import { fail, networkReasons } from '../errors.js';
import { loopbackAgent } from './loopback.js';
import { serviceError } from './service-error.js';
import { signing } from './signing.js';
import { userAgent } from './version.js';

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

/** One request; either `path` (below the endpoint) or `url` (absolute). */
export interface Send {
  method?: HttpMethods;
  path?: string;
  url?: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  json?: unknown;
  /** A raw body; a function is called again for every retry. */
  content?: Buffer | (() => NodeJS.ReadableStream);
  headers?: Readonly<Record<string, string>>;
  /** Statuses beyond 2xx that are returned instead of raised as errors. */
  accept?: readonly number[];
  /** Returns the body as `stream` instead of reading it. */
  stream?: boolean;
  signal?: AbortSignal;
}

/** A response; a JSON body is parsed. */
export interface Answer<T> {
  status: number;
  header: (name: string) => string | undefined;
  body: T;
  stream?: NodeJS.ReadableStream;
}

/** A client of one service: authentication, retries, redirects and errors for every operation. */
export class Connection {
  readonly endpoint: string;
  private readonly pipeline: Pipeline;
  private readonly client: HttpClient;

  constructor(private readonly options: ConnectionOptions) {
    this.endpoint = options.endpoint.replace(/\/+$/, '');
    this.client = options.httpClient ?? sharedClient();
    this.pipeline = createPipelineFromOptions({
      userAgentOptions: { userAgentPrefix: userAgent },
      tlsOptions: options.tls,
      retryOptions: { retryDelayInMs: options.retryDelayMs }
    });
    if (options.credential) {
      const scope = options.scope ?? `${this.endpoint}/.default`;
      this.pipeline.addPolicy(signing(options.credential, scope), { phase: 'Sign' });
    }
  }

  /** Returns a connection to another address with the same trust, scope and, unless `as` says otherwise, credential. */
  at(endpoint: string, as: { credential?: Credential } = this.options): Connection {
    const scope = this.options.scope ?? `${this.endpoint}/.default`;
    return new Connection({ ...this.options, endpoint, scope, credential: as.credential });
  }

  /** Returns a connection with the same trust and no token, for URLs that contain their own signature. */
  unsigned(): Connection {
    const { credential, ...rest } = this.options;
    return credential ? new Connection(rest) : this;
  }

  get tls(): TlsSettings | undefined {
    return this.options.tls;
  }

  /**
   * Sends a request; an abort rejects with the signal's reason.
   *
   * @throws CarryError with the service's own code, or one of `armErrors`
   */
  async send<T = unknown>(send: Send): Promise<Answer<T>> {
    const url = this.address(send);
    const method = send.method ?? 'GET';
    const response = await this.dispatch(method, url, send);
    const ok = response.status >= 200 && response.status < 300;
    if (!ok && !send.accept?.includes(response.status)) {
      const text = response.bodyAsText ?? '';
      const { status, headers } = response;
      const requestId = headers.get('x-ms-request-id') ?? headers.get('x-request-id');
      throw serviceError({ method, url, status, text, requestId });
    }
    return {
      status: response.status,
      header: name => response.headers.get(name),
      body: readBody(response) as T,
      stream: response.readableStreamBody
    };
  }

  /** Sends a request and returns its body. */
  async read<T>(send: Send): Promise<T> {
    return (await this.send<T>(send)).body;
  }

  private address({ url, path = '', query = {} }: Send): string {
    const address = new URL(url ?? this.endpoint + path);
    for (const [key, value] of Object.entries(query))
      if (value !== undefined) address.searchParams.set(key, String(value));
    return address.href;
  }

  private async dispatch(method: HttpMethods, url: string, send: Send): Promise<PipelineResponse> {
    const headers = createHttpHeaders({ Accept: 'application/json', ...send.headers });
    if (send.json !== undefined) headers.set('Content-Type', 'application/json');
    const request = createPipelineRequest({
      url,
      method,
      headers,
      allowInsecureConnection: true,
      abortSignal: send.signal,
      streamResponseStatusCodes: send.stream ? new Set([200, 206]) : undefined
    });
    const agent = loopbackAgent(url, this.options.tls);
    if (agent) request.agent = agent;
    const body = send.json === undefined ? send.content : JSON.stringify(send.json);
    if (body !== undefined) request.body = body;
    try {
      return await this.pipeline.sendRequest(this.client, request);
    } catch (error) {
      send.signal?.throwIfAborted();
      if (!isRestError(error)) throw error;
      const reason = networkReasons[error.code ?? ''] ?? error.message.replace(/\.$/, '');
      throw fail('ServiceUnreachable', { host: new URL(url).origin, reason }, { cause: error });
    }
  }
}

let client: HttpClient | undefined;

/** Returns the HTTP client of the process, so that connections and their TLS sessions are shared. */
function sharedClient(): HttpClient {
  client ??= createDefaultHttpClient();
  return client;
}

function readBody(response: PipelineResponse): unknown {
  const text = response.bodyAsText;
  if (!text) return undefined;
  if (!/json/.test(response.headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
