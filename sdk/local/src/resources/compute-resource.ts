import { resourceType } from 'carry-ml/arm';
import { isRemote } from '../jobs/compute.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { trackedPart } from '../protocol/tracked-resource.js';
import type { DeclaredCompute } from '../schemas/compute-schema.js';
import type { StoredDocument } from '../store/document-store.js';
import { withoutSecrets } from './compute-secrets.js';

/** A compute as the contract returns it. `busy`: has jobs that have not ended. */
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
      resourceId: properties.resourceId || undefined,
      createdOn: new Date(createdAt).toISOString(),
      modifiedOn: new Date(modifiedAt).toISOString(),
      provisioningState: 'Succeeded',
      disableLocalAuth: properties.disableLocalAuth,
      isAttachedCompute: isRemote(properties.computeType),
      ...ownPart(properties, busy)
    }
  };
}

/** The properties that only computes of this type have. */
function ownPart(compute: DeclaredCompute, busy: boolean) {
  const { computeType, stopped } = compute;
  // In the contract a data factory is the only compute without properties of its own.
  if (computeType === 'DataFactory') return {};
  const properties = withoutSecrets(compute);
  if (isRemote(computeType)) return { properties };
  const state =
    computeType === 'ComputeInstance'
      ? { state: stopped ? 'Stopped' : busy ? 'JobRunning' : 'Running' }
      : { allocationState: 'Steady' };
  return { properties: { ...properties, ...state } };
}
