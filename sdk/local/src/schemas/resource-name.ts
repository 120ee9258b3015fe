import { Type } from 'typebox';
import { fail } from './errors.js';

/** The first character, the following characters and the maximum length of a name. */
const pattern = '^[a-zA-Z0-9][\\w.-]{0,254}$';
const allowed = new RegExp(pattern);

/** Names of datastores, computes and connections: a letter or digit, then letters, digits, `-`, `_` and `.`. */
export const ResourceParams = Type.Object({ name: Type.String({ pattern }) });

/** Throws InvalidAssetName unless `name` is valid as the name or version of an asset. `what` names its role in the message. */
export function requireAssetName(what: string, name: string): void {
  if (allowed.test(name)) return;
  throw fail('InvalidAssetName', { what, name });
}
