import { resourceType } from 'carry-ml/arm';
import { isRemote } from '../jobs/compute.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { trackedPart } from '../protocol/tracked-resource.js';
import type { DeclaredCompute } from '../schemas/compute.js';
import type { StoredDocument } from '../store/documents.js';
import { untold } from './compute-secrets.js';

/** A compute as the contract answers it. `busy`: has jobs that have not ended. */
export function computeResource(
  context: WorkspaceContext,
  { name, properties, createdAt, modifiedAt, createdBy }: StoredDocument<DeclaredCompute>,
  busy: boolean
) {
  const { location = 'local', ...tracked } = properties.tracked ?? {};
  return {
    id: idOf(context, 'computes', name),
    name,
    type: resourceType('computes'),
    ...trackedPart({ location, ...tracked }),
    systemData: systemData(createdBy, createdAt, modifiedAt),
    properties: {
      computeType: properties.computeType,
      computeLocation: 'local',
      description: properties.description ?? null,
      ...(properties.resourceId ? { resourceId: properties.resourceId } : {}),
      createdOn: new Date(createdAt).toISOString(),
      modifiedOn: new Date(modifiedAt).toISOString(),
      provisioningState: 'Succeeded',
      ...(properties.disableLocalAuth === undefined
        ? {}
        : { disableLocalAuth: properties.disableLocalAuth }),
      isAttachedCompute: isRemote(properties.computeType),
      ...ownPart(properties, busy)
    }
  };
}

/** What a compute of this type says of itself beside what every compute does. */
function ownPart(compute: DeclaredCompute, busy: boolean) {
  const { computeType, stopped } = compute;
  // A data factory is the one compute of the contract that has no properties of its own.
  if (computeType === 'DataFactory') return {};
  const properties = untold(compute);
  if (isRemote(computeType)) return { properties };
  const state =
    computeType === 'ComputeInstance'
      ? { state: stopped ? 'Stopped' : busy ? 'JobRunning' : 'Running' }
      : { allocationState: 'Steady' };
  return { properties: { ...properties, ...state } };
}
