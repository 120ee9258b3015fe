import type { JobSummary } from '@carry-ml/bridge';
import type { BulkVerb } from './bulk-work.js';

/** The actions on the selected job, and on several. */
export interface JobActions {
  /** Asks the user for confirmation and cancels the job. */
  cancel: () => void;
  /** Opens the executed notebook, at the cell that failed or at its top. */
  openNotebook: (atFailure: boolean) => void;
  /** Opens a copy of a file of the job's run. */
  open: (path: string) => void;
  /** The address from which the browser downloads a file of the job's run; for files up to `MAX_PROXIED_BYTES`. */
  fileUrl: (path: string) => string;
  /** Downloads a file of any size by way of a copy in the lab. */
  download: (path: string) => void;
  /** Opens a page that compares some runs. */
  compare: (runs: string[]) => void;
  /** Asks which old runs to delete, and deletes them. */
  cleanUp: () => void;
  /** Does something with each of some runs, after the user has confirmed it if anything can be lost. */
  bulk: (verb: BulkVerb, runs: readonly JobSummary[]) => void;
}

/** The proxy in front of the bridge holds a whole response, up to 100 MB, before it sends any of it. */
export const MAX_PROXIED_BYTES = 50_000_000;
