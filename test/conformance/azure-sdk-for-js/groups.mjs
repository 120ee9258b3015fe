import assert from 'node:assert/strict';
import { it } from 'node:test';
import { client } from './workspace.mjs';

/** The operation groups of the client that each file tests. */
const driven = {
  'arm-machinelearning': ['jobs'],
  assets: ['code', 'component', 'data', 'environment', 'model'].flatMap(kind => [
    `${kind}Containers`,
    `${kind}Versions`
  ]),
  endpoints: ['onlineEndpoints', 'onlineDeployments', 'batchEndpoints', 'batchDeployments'],
  resources: ['computeOperations', 'datastores', 'workspaceConnections'],
  schedules: ['schedules'],
  'workspace-facts': [
    'operations',
    'workspaces',
    'usages',
    'virtualMachineSizes',
    'quotas',
    'workspaceFeatures',
    'privateEndpointConnections',
    'privateLinkResources'
  ]
};

it('has no operation group without tests', () => {
  const groups = Object.keys(client).filter(key => client[key]?.constructor.name.endsWith('Impl'));
  assert.deepEqual(groups.sort(), Object.values(driven).flat().sort());
});
