/** Parses a list that MLflow stores as JSON in a tag. Returns an empty list if a client has set the tag to something else. */
export function parseJsonList(tag: string | undefined): unknown[] {
  try {
    const value = JSON.parse(tag ?? '[]') as unknown;
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Formats such a list with the spaces that Python writes into JSON, because clients compare tags as strings. */
export function toPythonJson(list: unknown[]): string {
  return JSON.stringify(list, null, 1).replace(/,\n */g, ', ').replace(/\n */g, '');
}
