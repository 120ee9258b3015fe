/** A list that MLflow keeps as JSON in a tag; empty where a client has set the tag to something else. */
export function jsonList(tag: string | undefined): unknown[] {
  try {
    const value = JSON.parse(tag ?? '[]') as unknown;
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The text of such a list, with the spaces that Python puts into JSON: clients compare tags as texts. */
export function jsonText(list: unknown[]): string {
  return JSON.stringify(list, null, 1).replace(/,\n */g, ', ').replace(/\n */g, '');
}
