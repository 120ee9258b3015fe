/** An object of the bridge's JSON whose fields are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns the fields of an object, or none for any other value. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Returns the elements of an array, or none for any other value. */
export function listOf<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((item): item is NonNullable<typeof item> => item !== null);
}

/** Returns a text; a missing one is empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Returns a time as ISO 8601, or null if it is missing or no time. */
export function timeOrNull(value: unknown): string | null {
  return typeof value === 'string' && Number.isFinite(Date.parse(value)) ? value : null;
}

/** Returns a count, which is a whole number from 0; a missing one is 0. */
export function countOf(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}
