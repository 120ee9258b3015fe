import { Type } from 'typebox';
import { Nullable, shared } from './asset-schema.js';

const Ports = Type.Record(Type.String(), Type.Object({ type: Type.String() }));
const text = Type.Optional(Nullable(Type.String()));

/** A component. The contract does not define its specification, so only the fields needed to run a step are checked. */
export const ComponentBody = Type.Object({
  properties: Type.Object({
    ...shared,
    componentSpec: Type.Optional(
      Nullable(
        Type.Object({
          type: text,
          command: text,
          code: text,
          environment: text,
          inputs: Type.Optional(Nullable(Ports)),
          outputs: Type.Optional(Nullable(Ports))
        })
      )
    )
  })
});
