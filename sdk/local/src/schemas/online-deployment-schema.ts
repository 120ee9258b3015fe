import { Type } from 'typebox';
import { deployment, duration } from './deployment-schema.js';
import { Nullable, OneOf } from './asset-schema.js';
import { tracked } from './tracked-resource-schema.js';

const text = Type.Optional(Nullable(Type.String()));
const count = Type.Optional(Nullable(Type.Integer({ minimum: 0 })));
const optional = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Optional(Nullable(Type.Object(properties)));

const probe = optional({
  failureThreshold: count,
  successThreshold: count,
  initialDelay: duration,
  period: duration,
  timeout: duration
});
const requirements = optional({ cpu: text, gpu: text, memory: text });

/** An online deployment. The route checks the compute type: the contract has more types than the local workspace. */
export const OnlineDeploymentBody = Type.Object({
  ...tracked,
  properties: Type.Object({
    ...deployment,
    endpointComputeType: Type.String({ minLength: 1 }),
    appInsightsEnabled: Type.Optional(Nullable(Type.Boolean())),
    egressPublicNetworkAccess: text,
    instanceType: text,
    model: text,
    modelMountPath: text,
    livenessProbe: probe,
    readinessProbe: probe,
    requestSettings: optional({
      maxConcurrentRequestsPerInstance: count,
      maxQueueWait: duration,
      requestTimeout: duration
    }),
    scaleSettings: optional({
      scaleType: OneOf('Default', 'TargetUtilization'),
      minInstances: count,
      maxInstances: count,
      pollingInterval: duration,
      targetUtilizationPercentage: count
    }),
    containerResourceRequirements: optional({
      containerResourceLimits: requirements,
      containerResourceRequests: requirements
    })
  })
});

export const DeploymentLogsBody = Type.Object({ containerType: text, tail: count });
