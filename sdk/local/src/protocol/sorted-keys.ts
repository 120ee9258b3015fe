/** Returns the same JSON value with the members of every object sorted by name, so that equal values have one text. */
export function sortedKeys<T>(value: T): T;
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => sortedKeys<unknown>(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys<unknown>(inner)])
  );
}
