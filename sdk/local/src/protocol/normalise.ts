/** Normalises what a client sent: removes nulls, which mean "not given", and converts tags and properties to strings. */
export function normalise<T extends object>(given: T): T {
  return Object.fromEntries(
    Object.entries(withoutNulls(given)).map(([key, value]) =>
      textMaps.has(key) ? [key, texts(value as object)] : [key, value]
    )
  ) as T;
}

/** Removes fields that are null or undefined: clients send null for "not given". */
export function withoutNulls<T extends object>(given: T): T {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined)
  ) as T;
}

const textMaps: ReadonlySet<string> = new Set(['tags', 'properties', 'environmentVariables']);

function texts(map: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]]))
  );
}
