import { resourceType } from '../../arm/resource-id.js';
import type { DeclaredCompute } from '../schemas/compute.js';
import type { StoredDocument } from '../store/documents.js';
import { idOf, systemData, type WorkspaceContext } from './context.js';

/** A compute as the contract answers it. `busy`: has jobs that have not ended. */
export function computeResource(
  context: WorkspaceContext,
  { name, properties, createdAt, modifiedAt, createdBy }: StoredDocument<DeclaredCompute>,
  busy: boolean
) {
  const isInstance = properties.computeType === 'ComputeInstance';
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
      createdOn: new Date(createdAt).toISOString(),
      modifiedOn: new Date(modifiedAt).toISOString(),
      provisioningState: 'Succeeded',
      isAttachedCompute: false,
      properties: {
        ...properties.properties,
        ...(isInstance
          ? { state: properties.stopped ? 'Stopped' : busy ? 'JobRunning' : 'Running' }
          : { allocationState: 'Steady' })
      }
    }
  };
}
