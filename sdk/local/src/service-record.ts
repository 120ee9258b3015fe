/** Exit code of a server that finds its home held by another. */
export const HOME_TAKEN = 3;

/** What a running server writes into its home, so that clients of the same user find it. */
export interface ServiceRecord {
  pid: number;
  port: number;
  startedAt: string;
  home: string;
}
