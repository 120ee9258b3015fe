import { Type } from 'typebox';
import { deployment, duration } from './deployment-schema.js';
import { Nullable, OneOf, optionalObject, optionalText } from './field-types.js';
import { tracked } from './tracked-resource-schema.js';

const count = Type.Optional(Nullable(Type.Integer({ minimum: 0 })));

const probe = optionalObject({
  failureThreshold: count,
  successThreshold: count,
  initialDelay: duration,
  period: duration,
  timeout: duration
});
const requirements = optionalObject({ cpu: optionalText, gpu: optionalText, memory: optionalText });

/** An online deployment. The route checks the compute type: the contract has more types than the local workspace. */
export const OnlineDeploymentBody = Type.Object({
  ...tracked,
  properties: Type.Object({
    ...deployment,
    endpointComputeType: Type.String({ minLength: 1 }),
    appInsightsEnabled: Type.Optional(Nullable(Type.Boolean())),
    egressPublicNetworkAccess: optionalText,
    instanceType: optionalText,
    model: optionalText,
    modelMountPath: optionalText,
    livenessProbe: probe,
    readinessProbe: probe,
    requestSettings: optionalObject({
      maxConcurrentRequestsPerInstance: count,
      maxQueueWait: duration,
      requestTimeout: duration
    }),
    scaleSettings: optionalObject({
      scaleType: OneOf('Default', 'TargetUtilization'),
      minInstances: count,
      maxInstances: count,
      pollingInterval: duration,
      targetUtilizationPercentage: count
    }),
    containerResourceRequirements: optionalObject({
      containerResourceLimits: requirements,
      containerResourceRequests: requirements
    })
  })
});

export const DeploymentLogsBody = Type.Object({ containerType: optionalText, tail: count });
