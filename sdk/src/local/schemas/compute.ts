import { Type, type Static } from 'typebox';
import { Nullable } from './asset.js';

const count = (minimum: number) => Type.Integer({ minimum, maximum: 1000 });

const ScaleSettings = Type.Object({
  minNodeCount: Type.Optional(count(0)),
  maxNodeCount: count(0),
  nodeIdleTimeBeforeScaleDown: Type.Optional(Nullable(Type.String()))
});

/** A compute to create. Which types there are is decided by the route: the contract knows more than this machine can be. */
export const ComputeBody = Type.Object({
  properties: Type.Object({
    computeType: Type.String({ minLength: 1 }),
    description: Type.Optional(Nullable(Type.String())),
    properties: Type.Optional(
      Nullable(Type.Object({ scaleSettings: Type.Optional(Nullable(ScaleSettings)) }))
    )
  })
});

export const ComputeUpdate = Type.Object({
  properties: Type.Object({
    properties: Type.Object({ scaleSettings: ScaleSettings })
  })
});

/** What a compute was created with. */
export interface DeclaredCompute {
  computeType: 'AmlCompute' | 'ComputeInstance';
  description?: string;
  /** A stopped instance takes no jobs: they wait in its queue. */
  stopped?: boolean;
  properties: { scaleSettings?: Static<typeof ScaleSettings>; [more: string]: unknown };
}
