import { runIdFields, runIdOf } from '../wire/run-id.js';
import type { RunStore } from '../runs/runs.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { string } from '../wire/message.js';

/**
 * Azure ML's `runs/log-batch-async`, with which azureml-mlflow logs asynchronously. The local workspace stores the batch before it
 * responds, so every batch is reported as complete.
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
    endpoint(
      'GET',
      '/runs/get-run-data-status',
      { ...runIdFields, batch_tracking_id: string },
      input => {
        runs.getInfo(runIdOf(input));
        return { is_complete: true };
      }
    )
  ];
}
