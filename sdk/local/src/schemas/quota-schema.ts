import { Type } from 'typebox';
import { Nullable } from './asset-schema.js';

const text = Type.Optional(Nullable(Type.String()));

/** Limits that a client requests. */
export const QuotaBody = Nullable(
  Type.Object({
    location: text,
    value: Type.Optional(
      Type.Array(
        Type.Object({
          id: text,
          type: text,
          unit: text,
          limit: Type.Optional(Nullable(Type.Integer()))
        })
      )
    )
  })
);
