import { folderUri, outputFolder, type JobBase, type JobOutput } from 'carry-ml/arm';

/** The facts that the placeholders in the URI of an output stand for. */
export interface OutputPlace {
  /** The name of the job that writes the output. */
  job: string;
  output: string;
  /** The name of the pipeline or sweep; the job's own name if it has none. */
  parent?: string;
  /** The default datastore of the pipeline; that of the workspace if it has none. */
  datastore?: string;
}

const DEFAULT_DATASTORE = 'workspaceblobstore';

/**
 * Replaces the placeholders that Azure ML knows in the URI of an output, such as
 * `azureml://datastores/${{default_datastore}}/paths/azureml/${{name}}/${{output_name}}/`. Otherwise two jobs with one template would
 * write to one folder.
 */
export function filledUri(uri: string, { job, output, parent, datastore }: OutputPlace): string {
  const values: Record<string, string> = {
    name: job,
    output_name: output,
    'parent.name': parent ?? job,
    default_datastore: datastore ?? DEFAULT_DATASTORE
  };
  return uri.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (text, name: string) => values[name] ?? text);
}

/**
 * Returns the URI of an output: its own without placeholders, else its folder in the pipeline's default datastore. Undefined for the
 * folder that every workspace has for it.
 */
export function locatedUri(uri: string | undefined, place: OutputPlace): string | undefined {
  if (uri) return filledUri(uri, place);
  const usual = outputFolder(place.job, place.output);
  const { datastore = usual.datastore } = place;
  // The artifacts of a run are in a datastore of their own.
  const isMoved = usual.datastore === DEFAULT_DATASTORE && datastore !== usual.datastore;
  return isMoved ? folderUri({ datastore, path: usual.path }) : undefined;
}

/** Returns a job whose outputs have no placeholders in their URIs, and URIs in the pipeline's default datastore if it has one. */
export function withLocatedOutputs<T extends JobBase>(name: string, job: T, datastore?: string): T {
  const outputs = Object.entries(job.outputs ?? {}).map(
    ([output, given]): [string, JobOutput | null] => {
      const uri = given && locatedUri(given.uri, { job: name, output, datastore });
      return [output, uri ? { ...given, uri } : given];
    }
  );
  return outputs.length === 0 ? job : { ...job, outputs: Object.fromEntries(outputs) };
}
