import { Type } from 'typebox';
import { Nullable, shared } from './asset.js';

const Ports = Type.Record(Type.String(), Type.Object({ type: Type.String() }));
const text = Type.Optional(Nullable(Type.String()));

/** A component: the contract leaves the form of its specification open, so only what a step is run by is looked at. */
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
