import { PRINCIPAL, TENANT } from '../identity/tokens.js';
import { MAX_TAGS, type Tracked, type TrackedPatch } from '../schemas/tracked-resource-schema.js';
import { fail } from './errors.js';
import { normalise } from './normalise.js';

/** Normalises the body of a tracked resource. */
export function normaliseBody<B extends Tracked & { properties: object }>(body: B): B {
  const { properties, ...rest } = body;
  return { ...normaliseTracked(rest), properties: normalise(properties) } as B;
}

/** Normalises the fields beside the properties. */
export function normaliseTracked<T extends Partial<Tracked>>(given: T): T {
  const tracked = normalise(given);
  return {
    ...tracked,
    ...(tracked.sku ? { sku: normalise(tracked.sku) } : {}),
    ...(tracked.identity ? { identity: normalise(tracked.identity) } : {})
  };
}

/** Applies a PATCH to the fields beside the properties. */
export function patched<B extends Tracked>(body: B, patch: TrackedPatch): B {
  const identity = patch.identity && {
    type: 'None',
    ...body.identity,
    ...normalise(patch.identity),
    ...(patch.identity.userAssignedIdentities
      ? {
          userAssignedIdentities: merged(
            body.identity?.userAssignedIdentities,
            patch.identity.userAssignedIdentities
          )
        }
      : {})
  };
  return {
    ...body,
    ...(identity ? { identity } : {}),
    ...(patch.tags ? { tags: mergedTags(body.tags, patch.tags) } : {}),
    ...(patch.sku ? { sku: { name: 'Default', ...body.sku, ...normalise(patch.sku) } } : {})
  };
}

/** Returns the fields of a resource beside its properties, as ARM sends them: with the principals of identities. */
export function trackedPart({ location, tags, kind, identity, sku }: Tracked) {
  return { location, tags: tags ?? {}, kind, sku, identity: identity && withPrincipals(identity) };
}

function withPrincipals({ type, userAssignedIdentities }: NonNullable<Tracked['identity']>) {
  return {
    type,
    ...(type.includes('SystemAssigned') ? { principalId: PRINCIPAL, tenantId: TENANT } : {}),
    ...(userAssignedIdentities
      ? {
          userAssignedIdentities: Object.fromEntries(
            Object.keys(userAssignedIdentities).map(id => [
              id,
              { principalId: PRINCIPAL, clientId: PRINCIPAL }
            ])
          )
        }
      : {})
  };
}

/** Merges changed tags into those that a resource has. */
function mergedTags(before: Tracked['tags'], change: NonNullable<TrackedPatch['tags']>) {
  const tags = merged(before, change);
  const count = Object.keys(tags).length;
  if (count > MAX_TAGS) throw fail('TooManyTags', { count, limit: MAX_TAGS });
  return normalise({ tags }).tags;
}

/** Merges a change into a map. Null in the change removes an entry. */
function merged<V>(before: Record<string, V> | null | undefined, change: Record<string, V>) {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== null)
  );
}
