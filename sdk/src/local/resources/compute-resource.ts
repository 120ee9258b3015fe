import { fail } from '../../arm/errors.js';
import { resourceType } from '../../arm/resource-id.js';
import { isElsewhere } from '../jobs/compute.js';
import type { DeclaredCompute } from '../schemas/compute.js';
import type { StoredDocument } from '../store/documents.js';
import { idOf, systemData, type WorkspaceContext } from './context.js';

/** A compute as the contract answers it. `busy`: has jobs that have not ended. */
export function computeResource(
  context: WorkspaceContext,
  { name, properties, createdAt, modifiedAt, createdBy }: StoredDocument<DeclaredCompute>,
  busy: boolean
) {
  const attached = isElsewhere(properties.computeType);
  return {
    id: idOf(context, 'computes', name),
    name,
    type: resourceType('computes'),
    location: 'local',
    systemData: systemData(createdBy, createdAt, modifiedAt),
    properties: {
      computeType: properties.computeType,
      computeLocation: 'local',
      description: properties.description ?? null,
      ...(properties.resourceId ? { resourceId: properties.resourceId } : {}),
      createdOn: new Date(createdAt).toISOString(),
      modifiedOn: new Date(modifiedAt).toISOString(),
      provisioningState: 'Succeeded',
      isAttachedCompute: attached,
      ...(attached ? withoutSecrets(properties) : { properties: ownProperties(properties, busy) })
    }
  };
}

/** The contract knows secrets of these types alone. */
const typesWithSecrets = ['AKS', 'VirtualMachine', 'Databricks'];

/** The secrets of a compute that was attached: those that its client gave. */
export function computeSecrets(name: string, { computeType, properties }: DeclaredCompute) {
  if (!typesWithSecrets.includes(computeType))
    throw fail('UserError', {
      message: `The compute '${name}' is of the type ${computeType}, which has no keys. These types have: ${typesWithSecrets.join(', ')}.`
    });
  const { administratorAccount, databricksAccessToken } = properties;
  return {
    computeType,
    ...(administratorAccount ? { administratorAccount } : {}),
    ...(databricksAccessToken ? { databricksAccessToken } : {})
  };
}

function ownProperties({ computeType, stopped, properties }: DeclaredCompute, busy: boolean) {
  return {
    ...(untold(properties) as DeclaredCompute['properties']),
    ...(computeType === 'ComputeInstance'
      ? { state: stopped ? 'Stopped' : busy ? 'JobRunning' : 'Running' }
      : { allocationState: 'Steady' })
  };
}

function withoutSecrets({ computeType, properties }: DeclaredCompute) {
  // A data factory is the one compute of the contract that has no properties of its own.
  if (computeType === 'DataFactory') return {};
  return { properties: untold(properties) };
}

/** What is never told of a compute, at whatever depth its type has it: what the contract marks as secret. */
const secrets: ReadonlySet<string> = new Set([
  'administratorAccount',
  'databricksAccessToken',
  'adminUserPassword',
  'adminUserSshPublicKey',
  'cert',
  'key',
  'relayConnectionString',
  'serviceBusConnectionString'
]);

function untold(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untold);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !secrets.has(key))
      .map(([key, inner]) => [key, untold(inner)])
  );
}
