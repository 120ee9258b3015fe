import { randomBytes } from 'node:crypto';
import type { EndpointKeys } from '../schemas/endpoint.js';
import type { KeyType, StoredKeys } from '../store/endpoints.js';

/** The keys of a new endpoint: those that its client brought, and random ones. */
export function newKeys(given: EndpointKeys = {}): StoredKeys {
  return {
    Primary: given.primaryKey || randomKey(),
    Secondary: given.secondaryKey || randomKey()
  };
}

/**
 * The keys with one of them replaced, by `wanted` or a random one. azure-ai-ml sends the key that is to be replaced as the wanted
 * one: it does not mean to keep it.
 */
export function regenerated(keys: StoredKeys, type: KeyType, wanted?: string | null): StoredKeys {
  return { ...keys, [type]: wanted && wanted !== keys[type] ? wanted : randomKey() };
}

function randomKey(): string {
  return randomBytes(32).toString('base64url');
}
