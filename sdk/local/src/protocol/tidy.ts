/** What a client sent without what it did not mean: null stands for "not given", and tags and properties are texts. */
export function tidy<T extends object>(given: T): T {
  return Object.fromEntries(
    Object.entries(withoutNulls(given)).map(([key, value]) =>
      textMaps.has(key) ? [key, texts(value as object)] : [key, value]
    )
  ) as T;
}

/** Clients send null where they mean "not given"; what a body does not have at all is undefined here. */
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
