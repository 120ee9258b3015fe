import type { GivenParameters } from './coerce.js';
import type { Notebook } from './notebook.js';
import type { Snapshot } from './snapshot.js';
import type { ParameterValue } from './parameter.js';

/** What a notebook needs to become a job. */
export interface NotebookJobOptions {
  parameters?: GivenParameters;
}

/** A notebook made ready to be a command job: everything that is uploaded and the fields of the job. */
export interface NotebookJob {
  notebook: Notebook;
  parameters: Record<string, ParameterValue>;
  snapshot: Snapshot;
  command: string;
  environmentVariables: Record<string, string>;
  properties: Record<string, string>;
  displayName: string;
}

/**
 * Prepares a notebook as a command job; nothing is sent anywhere.
 *
 * @example const { snapshot, command } = await notebookJob('adder.ipynb', { parameters: { digits: 2 } });
 */
export declare function notebookJob(
  path: string,
  options?: NotebookJobOptions
): Promise<NotebookJob>;
