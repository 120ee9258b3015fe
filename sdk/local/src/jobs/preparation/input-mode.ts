import type { JobInput } from 'carry-ml/arm';
import { deliveryMode } from '../delivery-mode.js';

/**
 * How a job gets an input:
 *
 * - `read`: a path whose files the job must not change;
 * - `copy`: a path of its own copy, which it may change;
 * - `write`: the path of the data itself;
 * - `direct`: the URI of the data.
 */
export type InputMode = 'read' | 'copy' | 'write' | 'direct';

const modes: Partial<Record<string, InputMode>> = {
  Download: 'copy',
  EvalDownload: 'copy',
  ReadWriteMount: 'write',
  Direct: 'direct'
};

/** Returns the mode of an input; without one it is mounted for reading, as in Azure. */
export function inputMode({ mode }: Pick<JobInput, 'mode'>): InputMode {
  return modes[deliveryMode(mode) ?? ''] ?? 'read';
}
