/** The progress of a notebook job in code cells, as the job reports it in the tags of its run. */
export interface JobProgress {
  /** Code cells that have run to their end. */
  done: number;
  /** Code cells of the notebook; 0 while the number is not known. */
  of: number;
  /** The code cell that runs or ran last; the first is 1, and 0 means that none has started. */
  cell: number;
  /** When that cell began. */
  since?: Date;
  /** A sentence on what the job does before its first cell, such as starting the kernel. */
  step?: string;
  /** The code cell that failed; the first is 1. `In [4]` of a notebook is another number: it counts what its kernel has run. */
  failedCell?: number;
  error?: { name: string; message: string };
}

/** Reads the progress from a run's tags; undefined if the run is not a notebook's or has reported nothing. */
export function progressOf(tags: Readonly<Record<string, string>>): JobProgress | undefined {
  const of = count(tags['carry.cells.total']);
  const error = errorOf(tags);
  const cell = count(tags['carry.cell.current']) ?? 0;
  const step = cell === 0 && !error ? tags['carry.step'] : undefined;
  // A job that cannot start its kernel has an error and no cells.
  if (of === undefined && !error && !step) return undefined;
  return {
    done: count(tags['carry.cells.done']) ?? 0,
    of: of ?? 0,
    cell,
    ...sinceOf(tags),
    ...(step ? { step } : {}),
    failedCell: count(tags['carry.cell.failed']),
    error
  };
}

function sinceOf(tags: Readonly<Record<string, string>>): Pick<JobProgress, 'since'> {
  const since = new Date(count(tags['carry.cell.since']) ?? NaN);
  return Number.isNaN(since.getTime()) ? {} : { since };
}

function errorOf(tags: Readonly<Record<string, string>>): JobProgress['error'] {
  const name = tags['carry.error.name'];
  const message = tags['carry.error.message'];
  return name || message ? { name: name ?? 'Error', message: message ?? '' } : undefined;
}

/** The name under which the job side reports why it cannot run the notebook: a sentence of its own, not an error of the notebook. */
const REFUSAL = 'JobRefused';

/** Returns the whole text of an error that a job reports in its progress. */
export function progressErrorText({ name, message }: NonNullable<JobProgress['error']>): string {
  if (message === '') return name;
  const isNamed = name === '' || name === REFUSAL || message.startsWith(name);
  return isNamed ? message : `${name}: ${message}`;
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
