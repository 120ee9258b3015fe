import { Type } from 'typebox';
import { Nullable, optionalText } from './field-types.js';

/** Limits that a client requests. */
export const QuotaBody = Nullable(
  Type.Object({
    location: optionalText,
    value: Type.Optional(
      Type.Array(
        Type.Object({
          id: optionalText,
          type: optionalText,
          unit: optionalText,
          limit: Type.Optional(Nullable(Type.Integer()))
        })
      )
    )
  })
);
