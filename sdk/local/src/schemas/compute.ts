import { Type, type Static } from 'typebox';
import { Nullable } from './asset.js';
import { tracked, type Tracked } from './tracked-resource.js';

const count = (minimum: number) => Type.Integer({ minimum, maximum: 1000 });

const ScaleSettings = Type.Object({
  minNodeCount: Type.Optional(count(0)),
  maxNodeCount: count(0),
  nodeIdleTimeBeforeScaleDown: Type.Optional(Nullable(Type.String()))
});

/** The types of compute that the contract knows. This machine can be the first two. */
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
  location: Type.Optional(Nullable(Type.String())),
  properties: Type.Object({
    computeType: Type.Unsafe<string>({ enum: computeTypes }),
    description: Type.Optional(Nullable(Type.String())),
    resourceId: Type.Optional(Nullable(Type.String())),
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

/** What a compute was created with. */
export interface DeclaredCompute {
  computeType: string;
  description?: string;
  /** The ARM id of a compute that is attached. */
  resourceId?: string;
  /** A stopped instance takes no jobs: they wait in its queue. */
  stopped?: boolean;
  disableLocalAuth?: boolean;
  /** What stands beside its properties, as in every resource of ARM. Those of earlier versions have nothing there. */
  tracked?: Partial<Tracked>;
  properties: { scaleSettings?: Static<typeof ScaleSettings>; [more: string]: unknown };
}
