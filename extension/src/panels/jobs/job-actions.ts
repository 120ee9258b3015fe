/** The actions on the selected job. */
export interface JobActions {
  /** Asks the user for confirmation and cancels the job. */
  cancel: () => void;
  /** Opens the executed notebook, at the cell that failed or at its top. */
  openNotebook: (atFailure: boolean) => void;
  /** Opens a copy of a file of the job's run. */
  open: (path: string) => void;
  /** The address from which the browser downloads a file of the job's run. */
  fileUrl: (path: string) => string;
  /** Opens a page that compares some runs. */
  compare: (runs: string[]) => void;
}
