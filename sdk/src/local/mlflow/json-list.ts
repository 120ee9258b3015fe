/** A list that MLflow keeps as JSON in a tag; empty where a client has set the tag to something else. */
export function jsonList(tag: string | undefined): unknown[] {
  try {
    const value = JSON.parse(tag ?? '[]') as unknown;
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
