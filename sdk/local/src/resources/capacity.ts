import { totalmem, availableParallelism } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { WorkspaceContext } from '../protocol/context.js';
import { QuotaBody } from '../schemas/quota-schema.js';

const GB = 1024 ** 3;

/**
 * Usages, quotas and machine sizes of any location: this machine's cores and memory. `running` returns the number of jobs that run now.
 */
export function capacityRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  running: () => number
): void {
  const scope = `/subscriptions/${context.workspace.subscription}`;
  const at = `${scope}/providers/Microsoft.MachineLearningServices/locations/:location`;
  const cores = availableParallelism();
  const name = { value: 'Local cores', localizedValue: 'Local cores' };

  app.get(`${at}/usages`, () => ({
    value: [
      {
        id: `${scope}/usages`,
        type: 'Microsoft.MachineLearningServices/totalCores/usages',
        unit: 'Count',
        currentValue: running(),
        limit: cores,
        name
      }
    ]
  }));

  app.get(`${at}/quotas`, () => ({
    value: [
      {
        id: `${scope}/quotas/local`,
        type: 'Microsoft.MachineLearningServices/vmFamily/quotas',
        unit: 'Count',
        limit: cores,
        name
      }
    ]
  }));

  // The machine's cores are fixed: changes of quotas are accepted but not applied.
  app.post<{ Body: { value?: { id?: string; type?: string }[] } | undefined }>(
    `${at}/updateQuotas`,
    { schema: { body: QuotaBody } },
    request => ({
      value: (request.body?.value ?? []).map(({ id, type }) => ({
        id,
        type,
        limit: cores,
        unit: 'Count',
        status: 'OperationNotSupportedForSku'
      }))
    })
  );

  app.get(`${at}/vmSizes`, () => ({
    value: [
      {
        name: 'LOCAL',
        family: 'local',
        vCPUs: cores,
        memoryGB: Math.round((totalmem() / GB) * 10) / 10,
        lowPriorityCapable: false,
        premiumIO: false,
        supportedComputeTypes: ['AmlCompute', 'ComputeInstance']
      }
    ]
  }));
}
