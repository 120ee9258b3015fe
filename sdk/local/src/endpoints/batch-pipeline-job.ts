import type { PipelineJob } from 'carry-ml/arm';
import type { StoredDeployment } from '../store/endpoint-store.js';
import type { BatchRequest } from './batch-request.js';
import { fail } from './errors.js';

interface Configuration {
  componentId?: { assetId?: string | null } | null;
  settings?: Record<string, unknown> | null;
  /** The tags and the description of the jobs. */
  tags?: Record<string, string> | null;
  description?: string | null;
}

/** The contract's prefix of settings; Azure's Python client leaves it out. */
const PREFIX = /^ComponentDeployment\.Settings\./i;

/** The job of a request to a deployment of a pipeline component. */
export function pipelineJob(
  { body }: Pick<StoredDeployment, 'body'>,
  { inputs, outputs }: BatchRequest
): PipelineJob {
  const configuration = body.properties.deploymentConfiguration as Configuration;
  const { componentId, settings, tags, description } = configuration;
  if (!componentId?.assetId) throw fail('DeploymentComponentMissing');
  return {
    jobType: 'Pipeline',
    componentId: componentId.assetId,
    // Azure's Python client sends the tags of a deployment as those of the resource, and documents them as those of its jobs.
    tags: tags ?? body.tags ?? {},
    description: description ?? undefined,
    inputs,
    outputs,
    settings: Object.fromEntries(
      Object.entries(settings ?? {}).map(([name, value]) => [name.replace(PREFIX, ''), value])
    )
  };
}
