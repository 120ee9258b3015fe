import type { JobBase, JobOutput } from 'carry-ml/arm';

/** The facts that the placeholders in the URI of an output stand for. */
export interface OutputPlace {
  /** The name of the job that writes the output. */
  job: string;
  output: string;
  /** The name of the pipeline or sweep; the job's own name if it has none. */
  parent?: string;
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

/** Returns a job whose outputs have no placeholders in their URIs. */
export function withFilledOutputs(name: string, job: JobBase): JobBase {
  const outputs = Object.entries(job.outputs ?? {}).map(
    ([output, given]): [string, JobOutput | null] => [
      output,
      given?.uri ? { ...given, uri: filledUri(given.uri, { job: name, output }) } : given
    ]
  );
  return outputs.length === 0 ? job : { ...job, outputs: Object.fromEntries(outputs) };
}
