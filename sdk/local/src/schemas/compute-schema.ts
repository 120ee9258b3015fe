import { Type, type Static } from 'typebox';
import { Nullable, optionalText } from './field-types.js';
import { tracked, type Tracked } from './tracked-resource-schema.js';

const count = (minimum: number) => Type.Integer({ minimum, maximum: 1000 });

const ScaleSettings = Type.Object({
  minNodeCount: Type.Optional(count(0)),
  maxNodeCount: count(0),
  nodeIdleTimeBeforeScaleDown: optionalText
});

/** The compute types of the contract. This machine can act as the first two. */
const computeTypes = [
  'AmlCompute',
  'ComputeInstance',
  'AKS',
  'Kubernetes',
  'VirtualMachine',
  'HDInsight',
  'DataFactory',
  'Databricks',
  'DataLakeAnalytics',
  'SynapseSpark'
];

/** A compute to create or to attach. */
export const ComputeBody = Type.Object({
  ...tracked,
  location: optionalText,
  properties: Type.Object({
    computeType: Type.Unsafe<string>({ enum: computeTypes }),
    description: optionalText,
    resourceId: optionalText,
    disableLocalAuth: Type.Optional(Nullable(Type.Boolean())),
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

/** A compute as its client declared it. */
export interface DeclaredCompute {
  computeType: string;
  description?: string;
  /** The ARM id of an attached compute. */
  resourceId?: string;
  /** A stopped instance runs no jobs: they wait in its queue. */
  stopped?: boolean;
  disableLocalAuth?: boolean;
  /** The fields beside its properties, as in every ARM resource. Absent in computes of earlier versions. */
  tracked?: Partial<Tracked>;
  properties: { scaleSettings?: Static<typeof ScaleSettings>; [more: string]: unknown };
}
