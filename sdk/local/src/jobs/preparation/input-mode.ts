import type { JobInput } from 'carry-ml/arm';

/**
 * How a job gets an input:
 *
 * - `read`: a path whose files the job must not change;
 * - `copy`: a path of its own copy, which it may change;
 * - `write`: the path of the data itself;
 * - `direct`: the URI of the data.
 */
export type InputMode = 'read' | 'copy' | 'write' | 'direct';

/** Azure's modes, as its REST API and its component files write them, without underscores and in lower case. */
const modes: Partial<Record<string, InputMode>> = {
  download: 'copy',
  evaldownload: 'copy',
  readwritemount: 'write',
  rwmount: 'write',
  direct: 'direct'
};

/** Returns the mode of an input; without one it is mounted for reading, as in Azure. */
export function inputMode({ mode }: Pick<JobInput, 'mode'>): InputMode {
  return modes[(mode ?? '').toLowerCase().replaceAll('_', '')] ?? 'read';
}
