import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { isCarryError } from '../../errors/index.js';
import type { Credential, Token } from './credential.js';
import { fail } from '../errors.js';
import { isLoopback } from './loopback.js';

/** A token is renewed this long before it expires, so that it does not expire during a request. */
const RENEW_BEFORE_MS = 120_000;

/**
 * Returns a policy that signs every request with a bearer token, and repeats it once with a new token after a 401.
 *
 * Azure's own policy refuses every http address; ours permits loopback, where a token does not leave this machine.
 */
export function signing(credential: Credential, scope: string): PipelinePolicy {
  let cached: Token | undefined;
  let pending: Promise<Token> | undefined;

  const token = async (): Promise<string> => {
    if (cached && cached.expiresOnTimestamp - Date.now() > RENEW_BEFORE_MS) return cached.token;
    pending ??= obtain(credential, scope).finally(() => {
      pending = undefined;
    });
    cached = await pending;
    return cached.token;
  };

  return {
    name: 'carrySigning',
    async sendRequest(request, next) {
      if (request.url.startsWith('http:') && !isLoopback(request.url))
        throw fail('TokenOverHttp', { host: new URL(request.url).host });
      request.headers.set('Authorization', `Bearer ${await token()}`);
      const response = await next(request);
      if (response.status !== 401) return response;
      cached = undefined;
      request.headers.set('Authorization', `Bearer ${await token()}`);
      return next(request);
    }
  };
}

async function obtain(credential: Credential, scope: string): Promise<Token> {
  try {
    const token = await credential.getToken(scope);
    if (token) return token;
  } catch (cause) {
    if (isCarryError(cause)) throw cause;
    // A chained credential lists every link that failed, one per line.
    if (cause instanceof Error && cause.name === 'AggregateAuthenticationError')
      throw fail('NoCredentialWorked', undefined, { cause });
    throw fail('SignInFailed', { reason: firstLine(cause) }, { cause });
  }
  throw fail('NoTokenIssued');
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const line = text.split('\n', 1)[0]?.trim() ?? text;
  return /[.!]$/.test(line) ? line : `${line}.`;
}
