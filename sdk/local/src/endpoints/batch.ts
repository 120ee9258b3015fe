import { withoutNulls } from '../protocol/normalise.js';
import { BatchDeploymentBody } from '../schemas/batch-deployment-schema.js';
import type { DeploymentProperties } from '../schemas/deployment-schema.js';
import { BatchEndpointBody } from '../schemas/endpoint-schema.js';
import type { EndpointChange, EndpointKind } from './endpoint-kind.js';
import { fail } from './errors.js';
import type { References } from './references.js';

/** Endpoints that process data in jobs. */
export function batchKind(references: References): EndpointKind {
  return {
    path: 'batchEndpoints',
    noun: 'batch endpoint',
    bodies: {
      endpoint: BatchEndpointBody,
      deployment: BatchDeploymentBody
    },
    scoring: 'jobs',
    endpoint: change => ({ ...change.given, defaults: defaultsOf(change) }),
    endpointDefaults: () => ({}),
    deployment: given => {
      references.compute(given.compute);
      return withDefaults({
        ...given,
        ...modelOf(given, references),
        ...componentOf(given, references),
        ...references.shared(given)
      });
    },
    deploymentSku: given => given,
    without: ({ name, body: { properties } }, deployment) => {
      if (properties.defaults?.deploymentName?.toLowerCase() === deployment.toLowerCase())
        throw fail('DeploymentIsDefault', { endpoint: name, deployment });
      return properties;
    },
    route: ({ defaults }) => defaults?.deploymentName ?? undefined
  };
}

/** As with traffic, a default is checked when it changes, unless the endpoint has no deployment yet. */
function defaultsOf({ name, given, before, deployments }: EndpointChange) {
  const wanted = given.defaults?.deploymentName;
  const isUnchanged = wanted === before?.defaults?.deploymentName;
  if (!wanted || isUnchanged || deployments.length === 0) return { deploymentName: wanted ?? null };
  const found = deployments.find(known => known.toLowerCase() === wanted.toLowerCase());
  if (found === undefined)
    throw fail('DefaultDeploymentUnknown', {
      endpoint: name,
      deployment: wanted,
      known: deployments
    });
  return { deploymentName: found };
}

interface AssetReference {
  assetId?: string | null;
  [more: string]: unknown;
}

function modelOf({ model }: DeploymentProperties, references: References) {
  if (!model) return {};
  const reference = model as AssetReference;
  if (reference.referenceType === 'Id' && !reference.assetId)
    throw fail('DeploymentModelIncomplete');
  return {
    model: { ...withoutNulls(reference), assetId: references.asset('models', reference.assetId) }
  };
}

function componentOf({ deploymentConfiguration }: DeploymentProperties, references: References) {
  const component = (deploymentConfiguration as { componentId?: AssetReference } | undefined)
    ?.componentId;
  if (!component) return {};
  const assetId = references.asset('components', component.assetId);
  return {
    deploymentConfiguration: {
      ...(deploymentConfiguration as object),
      componentId: { ...component, assetId }
    }
  };
}

/** The properties that Azure returns for every deployment, with its own defaults. */
function withDefaults(given: DeploymentProperties): DeploymentProperties {
  const part = (key: string) => withoutNulls((given[key] ?? {}) as Record<string, unknown>);
  return {
    errorThreshold: -1,
    loggingLevel: 'Info',
    maxConcurrencyPerInstance: 1,
    miniBatchSize: 10,
    outputAction: 'AppendRow',
    outputFileName: 'predictions.csv',
    ...given,
    resources: { instanceCount: 1, ...part('resources') },
    retrySettings: { maxRetries: 3, timeout: 'PT30S', ...part('retrySettings') }
  };
}
