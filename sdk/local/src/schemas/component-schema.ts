import { Type } from 'typebox';
import { assetFields } from './asset-schema.js';
import { Nullable, optionalText } from './field-types.js';

const Ports = Type.Record(Type.String(), Type.Object({ type: Type.String() }));

/** A component. The contract does not define its specification, so only the fields needed to run a step are checked. */
export const ComponentBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    componentSpec: Type.Optional(
      Nullable(
        Type.Object({
          type: optionalText,
          command: optionalText,
          code: optionalText,
          environment: optionalText,
          inputs: Type.Optional(Nullable(Ports)),
          outputs: Type.Optional(Nullable(Ports))
        })
      )
    )
  })
});
