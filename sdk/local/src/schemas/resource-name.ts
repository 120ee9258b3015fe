import { Type } from 'typebox';
import { fail } from './errors.js';

/** What names begin with, go on with, and how long they may be. */
const pattern = '^[a-zA-Z0-9][\\w.-]{0,254}$';
const allowed = new RegExp(pattern);

/** Names of datastores, computes and connections: a letter or digit, then letters, digits, `-`, `_` and `.`. */
export const ResourceParams = Type.Object({ name: Type.String({ pattern }) });

/** Refuses what cannot be the name or the version of an asset, such as a path. `what` says which of them it is. */
export function requireAssetName(what: string, name: string): void {
  if (allowed.test(name)) return;
  throw fail('InvalidAssetName', { what, name });
}
