/** What a user can do with the selected run beyond looking at it. */
export interface JobActions {
  /** Asks first. */
  cancel: () => void;
  /** Without a path the executed notebook. */
  open: (path?: string) => void;
}
