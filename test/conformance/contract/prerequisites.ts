import { dirname } from 'node:path';
import type { Example, Operation } from './contract.js';

/** Placeholders of the examples for their author's resources, each with the resource of our workspace that replaces it. */
const references: Record<string, string> = {
  computeId: 'cpu',
  environmentId: 'azureml:carry-notebook:1',
  codeId: 'azureml:replayed-code:1'
};

/** Replaces the placeholders in an example's body by the ids of our workspace's resources. */
export function ours(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(ours);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' && references[key] ? references[key] : ours(value)
    ])
  );
}

/**
 * Returns the body that creates the resource an example needs: that of the nearest creating example (`Job/SweepJob/get.json`
 * needs the job of `Job/SweepJob/createOrUpdate.json`), else a plain body of our own for the types whose creating example is
 * not available.
 */
export function prerequisiteBody(creator: Operation, operation: Operation, example: Example) {
  const nearest =
    creator.examples.find(e => e.file === example.file.replace('/get/', '/createOrUpdate/')) ??
    creator.examples.find(e => dirname(e.file) === dirname(example.file));
  const byFile = plainFor[example.file];
  const own = plain[creator.id];
  const body = byFile ?? own ?? parameter(creator, nearest ?? creator.examples[0]);
  const sibling = nearest && parameter(creator, nearest);
  return long(operation, ours(byFile ?? sibling ?? body));
}

function parameter(creator: Operation, example: Example | undefined): unknown {
  return creator.body && example ? example.parameters[creator.body] : {};
}

/** The command of a job that must still be running when it is cancelled. */
function long(operation: Operation, body: unknown): unknown {
  if (operation.id !== 'Jobs_Cancel') return body;
  const job = body as { properties: Record<string, unknown> };
  return { ...job, properties: { ...job.properties, codeId: null, command: 'sleep 60' } };
}

const plain: Record<string, unknown> = {
  BatchEndpoints_CreateOrUpdate: {
    location: 'local',
    properties: { authMode: 'AADToken', defaults: { deploymentName: 'string' } }
  },
  CodeContainers_CreateOrUpdate: { properties: {} },
  ComponentContainers_CreateOrUpdate: { properties: {} },
  DataContainers_CreateOrUpdate: { properties: { dataType: 'uri_folder' } },
  ModelContainers_CreateOrUpdate: { properties: {} },
  EnvironmentContainers_CreateOrUpdate: { properties: {} },
  FeaturesetContainers_CreateOrUpdate: { properties: {} },
  FeaturestoreEntityContainers_CreateOrUpdate: { properties: {} },
  DataVersions_CreateOrUpdate: {
    properties: { dataType: 'uri_folder', dataUri: 'https://example.com/folder' }
  },
  WorkspaceConnections_Create: {
    properties: { category: 'ContainerRegistry', authType: 'None', target: 'https://example.com' }
  }
};

const instance = {
  location: 'local',
  properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_NC6' } }
};

/** Exceptions: examples whose nearest creating example would create a resource of another type. */
const plainFor: Record<string, unknown> = {
  'examples/Compute/get/ComputeInstance.json': instance,
  'examples/Compute/get/KubernetesCompute.json': {
    location: 'local',
    properties: { computeType: 'Kubernetes', properties: { namespace: 'default' } }
  },
  'examples/Compute/listKeys.json': {
    location: 'local',
    properties: { computeType: 'AKS', properties: {} }
  },
  'examples/Feature/get.json': {
    properties: {
      properties: {
        featuresetProperties: JSON.stringify({ features: [{ FeatureName: 'string' }] })
      }
    }
  },
  'examples/Compute/start.json': instance,
  'examples/Compute/stop.json': instance,
  'examples/Compute/restart.json': instance
};
