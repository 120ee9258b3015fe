import type { JobInput, JobOutput, PipelineJob } from 'carry-ml/arm';
import { nameFromId } from '../../protocol/context.js';
import { withoutNulls } from '../../protocol/normalise.js';
import { ANONYMOUS_NAMES, anonymousVersion } from '../../store/anonymous-names.js';
import type { StoredJob } from '../../store/job-store.js';
import { fail } from '../errors.js';
import type { AssetName, AssetProperties } from './versioned-asset.js';

/**
 * A component that names a job as its source gets the steps, inputs, outputs and settings of that job. Clients create such a component for
 * a batch deployment with a `job_definition`.
 */
export function componentOfJob(
  properties: AssetProperties,
  findJob: (name: string) => Pick<StoredJob, 'properties'> | undefined
): AssetProperties {
  const { source_job_id: written, ...spec } = (properties.componentSpec ?? {}) as Spec;
  const id = spec.sourceJobId ?? written;
  // A component that was read has them already.
  if (!id || Object.keys(spec.jobs ?? {}).length > 0) return properties;
  const name = nameFromId(id);
  const job = findJob(name)?.properties;
  if (!job) throw fail('ComponentSourceJobUnknown', { job: name });
  if (!isPipeline(job)) throw fail('ComponentSourceJobType', { job: name, type: job.jobType });
  return {
    ...properties,
    componentSpec: {
      ...spec,
      sourceJobId: name,
      inputs: mapValues(job.inputs, inputOf),
      outputs: mapValues(job.outputs, ({ jobOutputType: type, mode }) => ({ type, mode })),
      jobs: job.jobs ?? {},
      settings: withoutOrigin(job.settings)
    }
  };
}

/**
 * The version under which such a component is stored. Clients ask for the same one whatever the job, and use the id of the response.
 */
export function versionOfJobComponent(
  asset: AssetName,
  { componentSpec }: AssetProperties
): AssetName {
  const { sourceJobId } = (componentSpec ?? {}) as Spec;
  if (!sourceJobId || asset.name !== ANONYMOUS_NAMES.components) return asset;
  return { ...asset, version: anonymousVersion(componentSpec) };
}

interface Spec {
  sourceJobId?: string | null;
  source_job_id?: string | null;
  jobs?: Record<string, unknown> | null;
  [more: string]: unknown;
}

function isPipeline(job: StoredJob['properties']): job is StoredJob['properties'] & PipelineJob {
  return job.jobType === 'Pipeline';
}

/** A literal is the default of the input; data is given with each request. */
function inputOf({ jobInputType, value, mode, description }: JobInput) {
  return jobInputType === 'literal'
    ? { type: 'string', default: value, description }
    : { type: jobInputType, mode, description };
}

function mapValues<T extends JobInput | JobOutput>(
  given: Record<string, T | null> | undefined,
  map: (value: T) => Record<string, unknown>
): Record<string, object> {
  return Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([name, value]) =>
      value ? [[name, withoutNulls(map(value))]] : []
    )
  );
}

/** Clients note in the settings where they have read a pipeline. */
function withoutOrigin(settings: PipelineJob['settings']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([name]) => name !== '_source'));
}
