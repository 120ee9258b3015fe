import type { JobProgress } from 'carry-ml';
import { progressErrorText } from 'carry-ml/notebooks';
import type { JobSummary } from './api.js';

/** Returns the progress as the list shows it; null before the number of cells is known. */
export function cellsOf(progress: JobProgress | undefined): JobSummary['progress'] {
  if (!progress || progress.of === 0) return null;
  const { done, of, cell, failedCell } = progress;
  return { done, of, cell, failedCell };
}

/** Returns the whole text of the error that a cell raised, or why the job could not run the notebook; null if there is none. */
export function cellError(progress: JobProgress | undefined): string | null {
  return progress?.error ? progressErrorText(progress.error) : null;
}

/** Returns the first line of an error, with the cell that raised it. */
export function failureLine(error: string, progress: JobProgress | undefined): string {
  const line = error.trim().split('\n', 1)[0] ?? '';
  if (progress?.failedCell === undefined || /\bcell \d/i.test(line)) return line;
  return `Code cell ${progress.failedCell} of ${progress.of} failed: ${line}`;
}
