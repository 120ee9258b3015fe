import type { CommandJob, JobService } from 'carry-ml/arm';

/** Programs that people use while the job runs. Those that the workspace adds itself are pages of the job. */
const INTERACTIVE: ReadonlySet<string> = new Set([
  'customservice',
  'jupyterlab',
  'ssh',
  'tensorboard',
  'vscode'
]);

/** The fields of a job that have no effect on this machine, each as a phrase. */
export function unmetFields(job: CommandJob): string[] {
  const queue = fieldsOf(job.queueSettings).map(field => `queueSettings.${field}`);
  return [
    ...Object.entries(job.services ?? {}).flatMap(([name, service]) =>
      service && isInteractive(service) ? [`the service '${name}' (${service.jobServiceType})`] : []
    ),
    ...(job.resources?.dockerArgs ? ['resources.dockerArgs'] : []),
    ...(isManaged(job.identity) ? ['the managed identity: the job runs as you'] : []),
    ...queue
  ];
}

/** Clients write `jupyter_lab`, the service `JupyterLab`. */
function isInteractive({ jobServiceType }: JobService): boolean {
  return INTERACTIVE.has(jobServiceType.toLowerCase().replaceAll('_', ''));
}

function isManaged(identity: unknown): boolean {
  const { identityType } = (identity ?? {}) as { identityType?: string };
  return identityType?.toLowerCase() === 'managed';
}

function fieldsOf(given: unknown): string[] {
  return Object.entries((given ?? {}) as Record<string, unknown>).flatMap(([field, value]) =>
    value === null || value === undefined ? [] : [field]
  );
}
