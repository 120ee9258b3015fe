import { fail } from '../errors.js';
import { string } from './message.js';

/** Request fields that identify a run. `run_uuid` is the old name of `run_id`. */
export const runIdFields = { run_id: string, run_uuid: string };

export function runIdOf(input: { run_id?: string; run_uuid?: string }): string {
  const id = input.run_id || input.run_uuid;
  if (!id) throw fail('MlflowParameterMissing', { field: 'run_id' });
  return id;
}
