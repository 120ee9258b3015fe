import { fail } from '../errors.js';
import { sleep } from './abort.js';
import type { ServiceResponse, Connection } from './connection.js';

interface OperationState {
  status?: string;
  error?: { code?: string; message?: string };
}

const SUCCEEDED = 'Succeeded';
const failed = new Set(['Failed', 'Canceled']);
/** Interval between polls when the service does not send `Retry-After`. */
const OPERATION_POLL_INTERVAL_MS = 1000;
/** Shortest interval between polls, whatever the service says. */
const MIN_OPERATION_POLL_INTERVAL_MS = 100;

/**
 * Waits for the long-running operation that a request started: polls `Azure-AsyncOperation` until its status is final,
 * else `Location` until it no longer responds with 202.
 *
 * @throws CarryError `OperationFailed`, or the code that the operation reports
 */
export async function settled(
  connection: Connection,
  started: ServiceResponse<unknown>,
  signal?: AbortSignal
): Promise<void> {
  const operation = started.header('azure-asyncoperation');
  const url = operation ?? started.header('location');
  // On 200 and 201 a Location is the address of the resource; only a 202 starts an operation.
  if (!url || (!operation && started.status !== 202)) return;
  const isOver = operation
    ? operationIsOver
    : (response: ServiceResponse<unknown>) => response.status !== 202;
  let response = started;
  do {
    await sleep(retryAfterMs(response), signal);
    response = await connection.send({ url, signal });
  } while (!isOver(response));
}

function operationIsOver(response: ServiceResponse<unknown>): boolean {
  const { status = SUCCEEDED, error } = (response.body ?? {}) as OperationState;
  if (status === SUCCEEDED) return true;
  if (!failed.has(status)) return false;
  const reason = [error?.code, error?.message].filter(Boolean).join(': ');
  throw fail('OperationFailed', { status, reason });
}

/** Returns how long to wait before the next poll; `Retry-After` is in seconds. */
function retryAfterMs(response: ServiceResponse<unknown>): number {
  const header = response.header('retry-after');
  const ms = header === undefined ? OPERATION_POLL_INTERVAL_MS : Number(header) * 1000;
  return Number.isFinite(ms)
    ? Math.max(ms, MIN_OPERATION_POLL_INTERVAL_MS)
    : OPERATION_POLL_INTERVAL_MS;
}
