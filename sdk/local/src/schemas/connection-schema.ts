import { Type } from 'typebox';
import { Nullable, optionalText } from './field-types.js';

/** A connection to another service. Its credentials depend on `authType` and are stored unchanged. */
export const ConnectionBody = Type.Object({
  properties: Type.Object({
    authType: Type.String({ minLength: 1 }),
    category: optionalText,
    target: optionalText,
    value: optionalText,
    credentials: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown())))
  })
});

/** A change of a connection; absent fields stay unchanged. */
export const ConnectionUpdate = Type.Object({
  properties: Type.Partial(ConnectionBody.properties.properties)
});

/** A connection as its client sent it, secrets included. */
export interface Connection {
  authType: string;
  category?: string;
  target?: string;
  value?: string;
  credentials?: Record<string, unknown>;
  [more: string]: unknown;
}
