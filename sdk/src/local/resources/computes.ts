import type { FastifyInstance } from 'fastify';
import { fail } from '../../arm/errors.js';
import { resourceType } from '../../arm/resource-id.js';
import type { Compute } from '../jobs/compute.js';
import { idOf, systemData, type WorkspaceContext } from './context.js';

/** The computes of the workspace: this machine. */
export function computeRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  computes: () => Compute[]
): void {
  const resource = ({ name, slots }: Compute) => ({
    id: idOf(context, 'computes', name),
    name,
    type: resourceType('computes'),
    location: 'local',
    systemData: systemData(context.user, 0),
    properties: {
      computeType: 'AmlCompute',
      computeLocation: 'local',
      description: 'This machine, one slot a core.',
      provisioningState: 'Succeeded',
      isAttachedCompute: false,
      properties: {
        vmSize: 'LOCAL',
        vmPriority: 'Dedicated',
        scaleSettings: {
          minNodeCount: 0,
          maxNodeCount: slots,
          nodeIdleTimeBeforeScaleDown: 'PT120S'
        }
      }
    }
  });

  app.get('/computes', () => ({ value: computes().map(resource) }));
  app.get<{ Params: { name: string } }>('/computes/:name', request => {
    const found = computes().find(c => c.name === request.params.name);
    if (!found) throw fail('ResourceNotFound', { type: 'compute', name: request.params.name });
    return resource(found);
  });
}
