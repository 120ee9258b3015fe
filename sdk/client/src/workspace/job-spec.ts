import {
  parseAssetReference,
  type CommandJob,
  type JobResource,
  type SweepJob
} from '../arm/index.js';
import { readSweepValue } from '../notebooks/index.js';

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
  const { command, environmentId, environmentVariables = {} } = programOf(job);
  const compute = job.computeId?.split('/').at(-1);
  const createdAt = resource.systemData?.createdAt;
  return {
    displayName: job.displayName ?? resource.name,
    experiment: job.experimentName ?? 'Default',
    compute: compute,
    command,
    environment: shortEnvironment(environmentId),
    environmentVariables,
    tags: job.tags ?? {},
    properties,
    // The trials of a sweep have no properties of their own.
    notebook: properties['carry.notebook'] ?? environmentVariables.CARRY_NOTEBOOK,
    kernel: properties['carry.kernel'],
    language: properties['carry.language'],
    parameters: {
      ...readParameters(environmentVariables.CARRY_PARAMETER_DEFAULTS),
      ...readParameters(environmentVariables.CARRY_PARAMETERS),
      ...hyperparametersOf(job)
    },
    createdAt: createdAt === undefined ? undefined : new Date(createdAt),
    resource
  };
}

/** What a job runs; a sweep has it in its trial. */
function programOf(
  job: CommandJob
): Pick<CommandJob, 'command' | 'environmentId' | 'environmentVariables'> {
  return (job.trial as SweepJob['trial'] | undefined) ?? job;
}

/** The values that a trial of a sweep has of the parameters that the sweep varies. */
function hyperparametersOf({ parameters }: CommandJob): Record<string, unknown> {
  if (typeof parameters !== 'object' || parameters === null) return {};
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, readSweepValue(value)])
  );
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
