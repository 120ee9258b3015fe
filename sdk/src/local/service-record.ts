/** What a running server writes into its home, so that clients of the same user find it. */
export interface ServiceRecord {
  pid: number;
  port: number;
  startedAt: string;
  home: string;
}
