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
export declare function progressOf(
  tags: Readonly<Record<string, string>>
): NotebookProgress | undefined;
