import { Type } from 'typebox';

/** Names of datastores, computes and connections: a letter or digit, then letters, digits, `-`, `_` and `.`. */
export const ResourceParams = Type.Object({
  name: Type.String({ pattern: '^[a-zA-Z0-9][\\w.-]{0,254}$' })
});
