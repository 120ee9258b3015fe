/** What happened to a file. */
export type Outcome =
  'Completed' | 'accepted' | 'refused' | 'failed' | 'canceled by time limit' | 'not run';

/** The result of one file. */
export interface Result {
  path: string;
  kind: string;
  schema: string;
  outcome: Outcome;
  /** One sentence; empty where the outcome says all. */
  reason: string;
  /** The error as it was received, for the person who runs the test. */
  detail?: string;
  /** The generated files that stood in for data of the file. */
  standIns?: string[];
  seconds?: number;
}
