/** The actions on the selected job. */
export interface JobActions {
  /** Asks the user for confirmation and cancels the job. */
  cancel: () => void;
  /** Opens a file of the job's run; without a path, the executed notebook. */
  open: (path?: string) => void;
}
