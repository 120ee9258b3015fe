import { idOf, runId } from '../wire/run-id.js';
import type { RunStore } from '../runs/runs.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { string } from '../wire/message.js';

/**
 * `runs/log-batch-async` of Azure ML, by which azureml-mlflow logs without waiting. Here a batch is stored before it is answered, so
 * none is left to ask about.
 */
export function asyncLoggingEndpoints(runs: RunStore, logBatch: Endpoint): Endpoint[] {
  return [
    {
      ...logBatch,
      path: '/runs/log-batch-async',
      handle: async (input: never) => {
        await logBatch.handle(input);
        return { batch_tracking_id: '' };
      }
    },
    endpoint('GET', '/runs/get-run-data-status', { ...runId, batch_tracking_id: string }, input => {
      runs.getInfo(idOf(input));
      return { is_complete: true };
    })
  ];
}
