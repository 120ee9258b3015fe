/** Encodes a double as protobuf's JSON does: values for which JSON has no number become strings. */
export function wireDouble(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** Removes absent fields from a message, because protobuf sends neither unset fields nor empty lists. */
export function message<T extends object>(fields: T): Partial<T> {
  const present = Object.entries(fields).filter(
    ([, value]) =>
      value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
  );
  return Object.fromEntries(present) as Partial<T>;
}
