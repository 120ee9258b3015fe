/** How far a notebook job has come, as the job side reports it in the tags of its run. */
export interface NotebookProgress {
  /** Code cells that have run to their end. */
  done: number;
  /** Code cells in all. */
  of: number;
  /** The cell that runs or ran last; the first is 1. */
  cell?: number;
  /** The cell that failed; the first is 1. */
  failedCell?: number;
  error?: { name: string; message: string };
}

/** Reads the progress out of a run's tags; undefined when the run is not a notebook's or has not begun. */
export function progressOf(tags: Readonly<Record<string, string>>): NotebookProgress | undefined {
  const of = count(tags['carry.cells.total']);
  if (of === undefined) return undefined;
  const cell = count(tags['carry.cell.current']);
  const failedCell = count(tags['carry.cell.failed']);
  const name = tags['carry.error.name'];
  const message = tags['carry.error.message'];
  return {
    done: count(tags['carry.cells.done']) ?? 0,
    of,
    ...(cell === undefined ? {} : { cell }),
    ...(failedCell === undefined ? {} : { failedCell }),
    ...(name || message ? { error: { name: name ?? 'Error', message: message ?? '' } } : {})
  };
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
