/** The progress of a notebook job in code cells, as the job reports it in the tags of its run. */
export interface JobProgress {
  /** Code cells that have run to their end. */
  done: number;
  /** Code cells of the notebook; 0 while the number is not known. */
  of: number;
  /** The cell that runs or ran last; the first is 1, and 0 means that none has started. */
  cell: number;
  /** The cell that failed; the first is 1. */
  failedCell?: number;
  error?: { name: string; message: string };
}

/** Reads the progress from a run's tags; undefined if the run is not a notebook's or has not started. */
export function progressOf(tags: Readonly<Record<string, string>>): JobProgress | undefined {
  const of = count(tags['carry.cells.total']);
  if (of === undefined) return undefined;
  const name = tags['carry.error.name'];
  const message = tags['carry.error.message'];
  return {
    done: count(tags['carry.cells.done']) ?? 0,
    of,
    cell: count(tags['carry.cell.current']) ?? 0,
    failedCell: count(tags['carry.cell.failed']),
    error: name || message ? { name: name ?? 'Error', message: message ?? '' } : undefined
  };
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
