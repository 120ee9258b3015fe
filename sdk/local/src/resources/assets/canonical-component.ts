import { ANONYMOUS_NAMES } from '../../store/anonymous-names.js';

/**
 * Puts the name and version of a component into its specification, where Azure has them: clients read them from there, also of a file
 * that has none. What a client adds to a component that it has read, its id and its dates, is no part of the specification.
 */
export function canonicalComponent<P extends Record<string, unknown>>(
  properties: P,
  { name, version }: { name: string; version: string }
): P {
  const spec = properties.componentSpec as Record<string, unknown> | null | undefined;
  if (!spec || name === ANONYMOUS_NAMES.components) return properties;
  const own = Object.entries(spec).filter(([key]) => key !== 'id' && key !== 'creation_context');
  return { ...properties, componentSpec: { ...Object.fromEntries(own), name, version } };
}

/** Where a specification was read, and what may change. */
const notContent: ReadonlySet<string> = new Set([
  ...['$schema', '_source', 'description', 'display_name', 'tags']
]);

/** The part of a specification that a version cannot change. */
export function componentContent(spec: unknown): unknown {
  const entries = Object.entries((spec ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter(([field]) => !notContent.has(field)));
}
