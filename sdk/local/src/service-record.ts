/** Exit code of a server whose home is in use by another server. */
export const HOME_IN_USE_EXIT_CODE = 3;

/** The file `service.json` that a running server writes into its home, so that clients of the same user find it. */
export interface ServiceRecord {
  pid: number;
  port: number;
  /** ISO 8601. */
  startedAt: string;
  home: string;
}
