import type { CommandJob } from 'carry-ml/arm';
import { isMpi, nodeCount, type JobProcess } from './job-processes.js';

/** Precedes the lines about the processes in a job's log. */
export const LAYOUT_PREFIX = '[distribution]';

/** Returns the line for the log of a job that says how this machine differs from the machines that the job asks for. */
export function layoutLine(
  job: Pick<CommandJob, 'distribution' | 'resources'>,
  layout: readonly JobProcess[],
  mpirun?: { path: string; version: string }
): string | undefined {
  const nodes = nodeCount(job);
  if (layout.length === 0)
    return nodes > 1
      ? `${LAYOUT_PREFIX} The job asks for ${nodes} nodes but has no distribution: its command runs once, on this machine.`
      : undefined;
  const count = layout.length === 1 ? '1 process' : `${layout.length} processes`;
  const of = nodes > 1 ? ` of ${nodes} nodes` : '';
  const logs = layout.length === 1 ? '' : ', with a log of its own each';
  const started = mpirun ? ` Started by ${mpirun.path}, Open MPI ${mpirun.version}.` : NO_MPIRUN;
  return `${LAYOUT_PREFIX} ${count}${of} on this machine${logs}.${isMpi(job) ? started : ''}`;
}

const NO_MPIRUN =
  ' Started without mpirun, because Open MPI is not installed: its variables are set, but a program that calls MPI itself is alone in its world.';
