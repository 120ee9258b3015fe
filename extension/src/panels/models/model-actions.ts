/** The actions of the Models panel that need the rest of JupyterLab. */
export interface ModelActions {
  /** Shows a run in the Runs panel. */
  showRun: (run: string) => void;
  /** Returns the address of a page about a version or an endpoint, if this browser can open it. */
  pageOf: (address: string) => string | null;
  /** Opens a copy of a file of the version that is shown. */
  open: (path: string) => void;
  /** The address from which the browser downloads a file of the version that is shown; for files up to `MAX_PROXIED_BYTES`. */
  fileUrl: (path: string) => string;
  /** Downloads a file of any size by way of a copy in the lab. */
  download: (path: string) => void;
  /** Asks the user for confirmation and deletes the version that is shown. */
  deleteVersion: () => void;
  /** Asks the user to type the name of a model and deletes it. */
  deleteModel: (name: string) => void;
}
