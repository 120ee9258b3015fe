import { Type } from 'typebox';
import { deployment, duration } from './deployment-schema.js';
import { Nullable, OneOf, optionalObject, optionalText } from './field-types.js';
import { tracked } from './tracked-resource-schema.js';

const count = (minimum: number) => Type.Optional(Nullable(Type.Integer({ minimum })));

/** A request to a batch endpoint. The contract does not define it. */
export const BatchRequestBody = Type.Union([
  Type.Null(),
  Type.Object({ properties: Type.Optional(Nullable(Type.Object({}))) })
]);

/** A batch deployment. In the contract, a model is a reference of one of three types. */
export const BatchDeploymentBody = Type.Object({
  ...tracked,
  properties: Type.Object({
    ...deployment,
    compute: optionalText,
    // -1 ignores every failure.
    errorThreshold: count(-1),
    loggingLevel: optionalText,
    maxConcurrencyPerInstance: count(1),
    miniBatchSize: count(1),
    model: optionalObject({
      referenceType: OneOf('Id', 'DataPath', 'OutputPath'),
      assetId: optionalText
    }),
    outputAction: Type.Optional(Nullable(OneOf('SummaryOnly', 'AppendRow'))),
    outputFileName: optionalText,
    resources: optionalObject({ instanceCount: count(1), instanceType: optionalText }),
    retrySettings: optionalObject({ maxRetries: count(0), timeout: duration }),
    deploymentConfiguration: optionalObject({
      deploymentConfigurationType: Type.String(),
      componentId: optionalObject({ referenceType: optionalText, assetId: optionalText })
    })
  })
});
