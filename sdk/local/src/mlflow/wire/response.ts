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

/** Returns a map of strings, or nothing for an empty one, which protobuf does not send. */
export function wireMap(map: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

/** The first and last time that protobuf's JSON can write, in milliseconds since 1970. */
const [FIRST_TIME, LAST_TIME] = [
  Date.parse('0001-01-01T00:00:00Z'),
  Date.parse('9999-12-31T23:59:59.999Z')
];

/**
 * Encodes a time in milliseconds since 1970 as protobuf's JSON does: without a fraction, or with three digits. A time outside of protobuf's
 * range becomes its limit, so that one such record does not prevent the reading of all others.
 */
export function wireTime(time: number): string {
  const inRange = Math.min(Math.max(time, FIRST_TIME), LAST_TIME);
  return new Date(inRange).toISOString().replace('.000Z', 'Z');
}

/** Encodes a duration in milliseconds as protobuf's JSON does, such as `1s` or `0.250s`. */
export function wireDuration(duration: number): string {
  return `${(duration / 1000).toFixed(3).replace('.000', '')}s`;
}

/** A response that is JSON already. */
export class RawJson {
  constructor(readonly text: string) {}
}

export const rawJson = (text: string) => new RawJson(text);
