import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  isRestError,
  type HttpClient,
  type HttpMethods,
  type Pipeline,
  type PipelineResponse
} from '@azure/core-rest-pipeline';
import { fail, networkReasons } from '../errors.js';
import { closingBodies } from './closing-bodies.js';
import type { ConnectionOptions } from './connection-options.js';
import { loopbackAgent } from './loopback.js';
import type { Send } from './send.js';
import { signing } from './signing.js';
import { userAgent } from './version.js';

/** Azure's own pipeline for the requests of one connection: signing, retries, redirects, TLS. */
export class Transport {
  private readonly pipeline: Pipeline;
  private readonly client: HttpClient;

  constructor(private readonly options: ConnectionOptions & { scope: string }) {
    this.client = options.httpClient ?? sharedClient();
    this.pipeline = createPipelineFromOptions({
      userAgentOptions: { userAgentPrefix: userAgent },
      tlsOptions: options.tls,
      retryOptions: { retryDelayInMs: options.retryDelayMs }
    });
    if (options.credential)
      this.pipeline.addPolicy(signing(options.credential, options.scope), { phase: 'Sign' });
  }

  /**
   * Sends one request, with retries; an abort rejects with the signal's reason.
   *
   * @throws CarryError `ServiceUnreachable`
   */
  async dispatch(method: HttpMethods, url: string, send: Send): Promise<PipelineResponse> {
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
    const sendWith = (content: typeof body) => {
      if (content !== undefined) request.body = content;
      return this.pipeline.sendRequest(this.client, request);
    };
    try {
      return await (typeof body === 'function' ? closingBodies(body, sendWith) : sendWith(body));
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
