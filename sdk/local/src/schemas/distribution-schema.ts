import { Type } from 'typebox';
import { Nullable, optionalObject } from './field-types.js';

const count = (minimum: number) => Type.Optional(Nullable(Type.Integer({ minimum })));

/** How many processes run the command of a job, and on how many nodes. */
export const distributionFields = {
  distribution: Type.Optional(
    Nullable(
      Type.Object({
        distributionType: Type.String({ minLength: 1 }),
        processCountPerInstance: count(1),
        workerCount: count(1),
        parameterServerCount: count(0)
      })
    )
  ),
  resources: optionalObject({ instanceCount: count(1) })
};
