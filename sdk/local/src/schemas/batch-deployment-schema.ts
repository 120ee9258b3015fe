import { Type } from 'typebox';
import { deployment, duration } from './deployment-schema.js';
import { Nullable, OneOf } from './asset-schema.js';
import { tracked } from './tracked-resource-schema.js';

const text = Type.Optional(Nullable(Type.String()));
const count = (minimum: number) => Type.Optional(Nullable(Type.Integer({ minimum })));
const optional = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Optional(Nullable(Type.Object(properties)));

/** A batch deployment. In the contract, a model is a reference of one of three types. */
export const BatchDeploymentBody = Type.Object({
  ...tracked,
  properties: Type.Object({
    ...deployment,
    compute: text,
    // -1 ignores every failure.
    errorThreshold: count(-1),
    loggingLevel: text,
    maxConcurrencyPerInstance: count(1),
    miniBatchSize: count(1),
    model: optional({ referenceType: OneOf('Id', 'DataPath', 'OutputPath'), assetId: text }),
    outputAction: Type.Optional(Nullable(OneOf('SummaryOnly', 'AppendRow'))),
    outputFileName: text,
    resources: optional({ instanceCount: count(1), instanceType: text }),
    retrySettings: optional({ maxRetries: count(0), timeout: duration }),
    deploymentConfiguration: optional({
      deploymentConfigurationType: Type.String(),
      componentId: optional({ referenceType: text, assetId: text })
    })
  })
});
