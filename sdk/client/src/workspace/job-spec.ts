import { parseAssetReference, type JobResource } from '../arm/index.js';

/** The fields of a job for display; `resource` has all of them. */
export interface JobSpec {
  displayName: string;
  experiment: string;
  /** Name of the compute. */
  compute?: string;
  command: string;
  /** `name:version`, or the id if it names no version. */
  environment: string;
  environmentVariables: Record<string, string>;
  tags: Record<string, string>;
  properties: Record<string, string>;
  /** File name of the notebook inside the snapshot; undefined if the job is not a notebook's. */
  notebook?: string;
  kernel?: string;
  language?: string;
  /** Parameters of the notebook, those left at a literal default included; empty if they were too large for the job's variables. */
  parameters: Record<string, unknown>;
  createdAt?: Date;
  /** The job as the service returns it, with all fields. */
  resource: JobResource;
}

/** Returns the fields of a job for display. */
export function jobSpec(resource: JobResource): JobSpec {
  const job = resource.properties;
  const properties = job.properties ?? {};
  const environmentVariables = job.environmentVariables ?? {};
  const compute = job.computeId?.split('/').at(-1);
  const createdAt = resource.systemData?.createdAt;
  return {
    displayName: job.displayName ?? resource.name,
    experiment: job.experimentName ?? 'Default',
    compute: compute,
    command: job.command,
    environment: shortEnvironment(job.environmentId),
    environmentVariables,
    tags: job.tags ?? {},
    properties,
    notebook: properties['carry.notebook'],
    kernel: properties['carry.kernel'],
    language: properties['carry.language'],
    parameters: {
      ...readParameters(environmentVariables.CARRY_PARAMETER_DEFAULTS),
      ...readParameters(environmentVariables.CARRY_PARAMETERS)
    },
    createdAt: createdAt === undefined ? undefined : new Date(createdAt),
    resource
  };
}

function shortEnvironment(id: string): string {
  const asset = parseAssetReference(id, 'environments');
  return asset?.version ? `${asset.name}:${asset.version}` : id;
}

function readParameters(json: string | undefined): Record<string, unknown> {
  if (!json) return {};
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    // The variable was set by hand to something that is no list of parameters.
    return {};
  }
}
