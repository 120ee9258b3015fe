import { list, nested, required, string, withDefault } from './message.js';

/** A tag or parameter, as MLflow's messages have it. */
export const tagFields = { key: required(string), value: withDefault(string, '') };
export const tagList = list(required(nested(tagFields)));

/** Repeated `{ key, value }` as a record; of a key that comes twice the last value counts. */
export function tagRecord(tags: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(tag => [tag.key, tag.value]));
}

/** A record as MLflow's repeated `{ key, value }`. */
export function wireTags(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
