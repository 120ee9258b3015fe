import { Tokens } from '../identity/tokens.js';
import { derivedKey, type Secret } from '../identity/secret.js';
import type { LongRunning } from '../protocol/long-running.js';
import type { EndpointStore } from '../store/endpoint-store.js';
import { batchKind } from './batch.js';
import { onlineKind } from './online.js';
import { References, type ReferenceDeps } from './references.js';

export interface EndpointServiceDeps extends ReferenceDeps {
  endpoints: EndpointStore;
  longRunning: LongRunning;
  tokens: Tokens;
  secret: Secret;
  user: string;
  now: () => number;
}

/** Creates the services that the routes of online and batch endpoints use. */
export function endpointServices(deps: EndpointServiceDeps) {
  const { endpoints, longRunning, tokens, secret, user, now } = deps;
  const references = new References(deps);
  return {
    endpoints,
    kinds: { online: onlineKind(references), batch: batchKind(references) },
    longRunning,
    tokens,
    // Signed with a key of their own: a token for an endpoint must not open the workspace.
    endpointTokens: new Tokens(derivedKey(secret, 'endpoints'), now, user),
    random: Math.random
  };
}
