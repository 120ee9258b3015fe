import { Type } from 'typebox';
import { fail } from '../errors/index.js';

/** What names begin with, go on with, and how long they may be. */
const pattern = '^[a-zA-Z0-9][\\w.-]{0,254}$';
const allowed = new RegExp(pattern);

/** Names of datastores, computes and connections: a letter or digit, then letters, digits, `-`, `_` and `.`. */
export const ResourceParams = Type.Object({ name: Type.String({ pattern }) });

/** Refuses what cannot be the name or the version of an asset, such as a path. `what` says which of them it is. */
export function requireAssetName(what: string, name: string): void {
  if (allowed.test(name)) return;
  throw fail('ValidationError', {
    message: `'${name}' cannot be the ${what}: it must begin with a letter or digit, go on with letters, digits, '-', '_' and '.', and have at most 255 of them.`
  });
}
