import { isDeepStrictEqual } from 'node:util';
import { withoutNulls } from '../protocol/normalise.js';
import type { DeploymentProperties } from '../schemas/deployment-schema.js';
import { OnlineEndpointBody, type EndpointProperties } from '../schemas/endpoint-schema.js';
import { OnlineDeploymentBody } from '../schemas/online-deployment-schema.js';
import type { EndpointChange, EndpointKind } from './endpoint-kind.js';
import { fail } from './errors.js';
import type { References } from './references.js';
import { checkRouting, deploymentFor, withoutDeployment, type Routing } from './traffic.js';

/** Endpoints that respond to requests synchronously. */
export function onlineKind(references: References): EndpointKind {
  return {
    path: 'onlineEndpoints',
    noun: 'online endpoint',
    bodies: {
      endpoint: OnlineEndpointBody,
      deployment: OnlineDeploymentBody
    },
    scoring: 'score',
    endpoint: change => ({
      ...change.given,
      publicNetworkAccess: /^d/i.test(String(change.given.publicNetworkAccess))
        ? 'Disabled'
        : 'Enabled',
      ...checked(change)
    }),
    endpointDefaults: ({ compute }) => ({ kind: compute ? 'K8S' : 'Managed' }),
    deployment: (given, before) => {
      checkType(given, before?.body.properties);
      return withDefaults({
        ...given,
        model: references.asset('models', given.model as string | undefined),
        ...references.shared(given)
      });
    },
    deploymentSku: given => ({ name: 'Default', capacity: 1, ...given }),
    without: ({ name, body: { properties } }, deployment) => {
      const { percent, routing } = withoutDeployment(routingOf(properties), deployment);
      if (percent > 0) throw fail('DeploymentHasTraffic', { endpoint: name, deployment, percent });
      return { ...properties, ...routing };
    },
    route: ({ traffic = {} }, random) => deploymentFor(traffic, random)
  };
}

const NO_ROUTING: Routing = { traffic: {}, mirrorTraffic: {} };

/** Traffic rules are checked when they change, and a new endpoint has none before. */
function checked({ name, given, before, deployments }: EndpointChange): Routing {
  const rules = routingOf(given);
  return isDeepStrictEqual(rules, before ? routingOf(before) : NO_ROUTING)
    ? rules
    : checkRouting(name, rules, deployments);
}

function routingOf({ traffic = {}, mirrorTraffic = {} }: EndpointProperties): Routing {
  return { traffic, mirrorTraffic };
}

function checkType(given: DeploymentProperties, before?: DeploymentProperties): void {
  const type = String(given.endpointComputeType);
  if (type !== 'Managed' && type !== 'Kubernetes') throw fail('DeploymentTypeNotServed', { type });
  if (before && before.endpointComputeType !== type)
    throw fail('DeploymentTypeImmutable', { before: String(before.endpointComputeType), type });
}

const probe = {
  failureThreshold: 30,
  successThreshold: 1,
  initialDelay: 'PT10S',
  period: 'PT10S',
  timeout: 'PT2S'
};
const utilization = {
  minInstances: 1,
  maxInstances: 1,
  pollingInterval: 'PT1S',
  targetUtilizationPercentage: 70
};

/** The properties that Azure returns for every deployment, with its own defaults except for the size of the machine. */
function withDefaults(given: DeploymentProperties): DeploymentProperties {
  const part = (key: string) => withoutNulls((given[key] ?? {}) as Record<string, unknown>);
  const scale = part('scaleSettings');
  return {
    appInsightsEnabled: false,
    egressPublicNetworkAccess: 'Enabled',
    instanceType: 'LOCAL',
    ...given,
    livenessProbe: { ...probe, ...part('livenessProbe') },
    readinessProbe: { ...probe, ...part('readinessProbe') },
    requestSettings: {
      maxConcurrentRequestsPerInstance: 1,
      maxQueueWait: 'PT0.5S',
      requestTimeout: 'PT5S',
      ...part('requestSettings')
    },
    scaleSettings:
      scale.scaleType === 'TargetUtilization'
        ? { ...utilization, ...scale }
        : { scaleType: 'Default' }
  };
}
