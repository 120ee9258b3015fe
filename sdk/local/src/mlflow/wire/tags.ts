import { list, nested, required, string, withDefault } from './message.js';

/** The fields of a tag or parameter in MLflow's messages. */
export const tagFields = { key: required(string), value: withDefault(string, '') };
export const tagList = list(required(nested(tagFields)));

/** Converts repeated `{ key, value }` to a record. The last value of a duplicate key wins. */
export function tagRecord(tags: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(tag => [tag.key, tag.value]));
}

/** Converts a record to MLflow's repeated `{ key, value }`. */
export function wireTags(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
