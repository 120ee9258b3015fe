import { fail } from '../errors.js';
import { string } from './message.js';

/** A run by its id; `run_uuid` is the old name. */
export const runId = { run_id: string, run_uuid: string };

export function idOf(input: { run_id?: string; run_uuid?: string }): string {
  const id = input.run_id || input.run_uuid;
  if (!id) throw fail('MlflowParameterMissing', { field: 'run_id' });
  return id;
}
