import type { PipelineResponse, TlsSettings } from '@azure/core-rest-pipeline';
import { withoutTrailingSlashes } from '../slashes.js';
import type { ConnectionOptions } from './connection-options.js';
import type { Credential } from './credential.js';
import type { Send } from './send.js';
import { serviceError } from './service-error.js';
import { fail } from '../errors.js';
import type { Transport } from './transport.js';

/** A response; a JSON body is parsed. */
export interface ServiceResponse<T> {
  status: number;
  header: (name: string) => string | undefined;
  body: T;
  stream?: NodeJS.ReadableStream;
}

/** A client of one service: authentication, retries, redirects and errors for every operation. */
export class Connection {
  readonly endpoint: string;
  private transport?: Promise<Transport>;

  constructor(private readonly options: ConnectionOptions) {
    this.endpoint = withoutTrailingSlashes(options.endpoint);
  }

  /** Returns a connection to another address with the same trust, scope and, unless `as` says otherwise, credential. */
  at(endpoint: string, as: { credential?: Credential } = this.options): Connection {
    return new Connection({
      ...this.options,
      endpoint,
      scope: this.scope,
      credential: as.credential
    });
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
  async send<T = unknown>(send: Send): Promise<ServiceResponse<T>> {
    const url = this.address(send);
    const method = send.method ?? 'GET';
    const transport = await this.openTransport();
    const response = await transport.dispatch(method, url, send);
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
    const written = url ?? this.endpoint + path;
    refuseDotSegments(written);
    const address = new URL(written);
    for (const [key, value] of Object.entries(query))
      if (value !== undefined) address.searchParams.set(key, String(value));
    return address.href;
  }

  private get scope(): string {
    return this.options.scope ?? `${this.endpoint}/.default`;
  }

  /** Azure's pipeline is loaded with the first request: it takes longer to import than all of our own modules. */
  private openTransport(): Promise<Transport> {
    this.transport ??= import('./transport.js').then(
      module => new module.Transport({ ...this.options, scope: this.scope })
    );
    return this.transport;
  }
}

/**
 * A URL drops a segment `..` together with the one before it: `computes.delete('..')` would delete the workspace.
 *
 * @throws CarryError `ResourceNameInvalid`
 */
function refuseDotSegments(url: string): void {
  const segments = url.split(/[?#]/, 1)[0]?.split('/') ?? [];
  const name = segments.find(segment => /^(\.|%2e){1,2}$/i.test(segment));
  if (name !== undefined) throw fail('ResourceNameInvalid', { name });
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
