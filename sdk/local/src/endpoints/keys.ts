import { randomBytes } from 'node:crypto';
import type { EndpointKeys } from '../schemas/endpoint-schema.js';
import type { KeyType, StoredKeys } from '../store/endpoint-store.js';

/** The keys of a new endpoint: those that its client sent, or random ones. */
export function newKeys(given: EndpointKeys = {}): StoredKeys {
  return {
    Primary: given.primaryKey || randomKey(),
    Secondary: given.secondaryKey || randomKey()
  };
}

/**
 * The keys with one of them replaced, by `wanted` or a random one. azure-ai-ml sends the current key as the wanted one; it is replaced
 * by a random one.
 */
export function regenerated(keys: StoredKeys, type: KeyType, wanted?: string | null): StoredKeys {
  return { ...keys, [type]: wanted && wanted !== keys[type] ? wanted : randomKey() };
}

function randomKey(): string {
  return randomBytes(32).toString('base64url');
}
