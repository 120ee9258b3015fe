import { setTimeout as delay } from 'node:timers/promises';
import { fail } from '../errors.js';
import type { Answer, Connection } from './connection.js';

interface OperationState {
  status?: string;
  error?: { code?: string; message?: string };
}

const SUCCEEDED = 'Succeeded';
const failed = new Set(['Failed', 'Canceled']);
/** Seconds between polls where the service does not say. */
const POLL = 1;

/**
 * Waits for what a request has started: by `Azure-AsyncOperation` until its status is final, else by `Location`
 * until it no longer answers 202.
 *
 * @throws CarryError `OperationFailed`, or the code that the operation reports
 */
export async function settled(
  connection: Connection,
  started: Answer<unknown>,
  signal?: AbortSignal
): Promise<void> {
  const operation = started.header('azure-asyncoperation');
  const url = operation ?? started.header('location');
  // A location on 201 or 200 only says where the resource is; without a 202 there is nothing to wait for.
  if (!url || (!operation && started.status !== 202)) return;
  const isOver = operation ? operationIsOver : (answer: Answer<unknown>) => answer.status !== 202;
  let answer = started;
  do {
    await delay(retryAfter(answer), undefined, { signal });
    answer = await connection.send({ url, signal });
  } while (!isOver(answer));
}

function operationIsOver(answer: Answer<unknown>): boolean {
  const { status = SUCCEEDED, error } = (answer.body ?? {}) as OperationState;
  if (status === SUCCEEDED) return true;
  if (!failed.has(status)) return false;
  const reason = [error?.code, error?.message].filter(Boolean).join(': ');
  throw fail('OperationFailed', { status, reason });
}

/** Milliseconds that the service asks to wait. */
function retryAfter(answer: Answer<unknown>): number {
  const seconds = Number(answer.header('retry-after') ?? POLL);
  return (Number.isFinite(seconds) ? Math.max(seconds, 0.1) : POLL) * 1000;
}
