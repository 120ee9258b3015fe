import { parseAssetReference, type CommandJob } from 'carry-ml/arm';
import { isAzureRegistry } from '../store/azure-registries.js';
import { nameFromId } from '../protocol/context.js';
import { pinnedId, type AssetSources } from '../store/asset-finder.js';
import type { StoredJob } from '../store/job-store.js';
import { DEFAULT_COMPUTE, computeNamed, isThisMachine, type Compute } from './compute.js';
import { checkDistribution } from './distribution/distribution-check.js';
import { fail } from './errors.js';
import { isoDuration } from './iso-duration.js';
import type { OutputSources } from './output-check.js';
import type { Naming } from './plan-job.js';

/** The parts of the workspace that a command job may refer to. */
export interface CommandSources extends AssetSources, OutputSources {
  computes: () => Compute[];
  now: () => number;
  newId: () => string;
  /** Finds a connection to data outside of the workspace. */
  findConnection?: (name: string) => { category?: string; target?: string } | undefined;
  /** Maximum number of processes of one job. */
  processLimit: number;
}

/**
 * Converts a command job to the queued job that the workspace stores; throws when its environment, code or compute is not in this
 * workspace, or its time limit is not a duration.
 */
export function checkCommand(
  { name, by }: Naming,
  given: CommandJob,
  sources: CommandSources
): StoredJob {
  if (!given.command || !given.environmentId) throw fail('CommandJobIncomplete');
  checkDuration('limits.timeout', given.limits?.timeout);
  checkDistribution(given, sources.processLimit);
  checkCode(given.codeId, sources);
  return {
    name,
    properties: {
      ...given,
      environmentId: environmentOf(given.environmentId, sources),
      isArchived: false
    },
    status: 'Queued',
    compute: computeOf(given.computeId, sources),
    experiment: given.experimentName || 'Default',
    createdBy: by,
    createdAt: sources.now(),
    mark: sources.newId()
  };
}

/** Throws when a text is given that is not a duration. */
export function checkDuration(field: string, text: string | null | undefined): void {
  if (text && isoDuration(text) === undefined) throw fail('DurationInvalid', { field, text });
}

/** The name of the compute with this id; throws when this workspace does not have it, or it runs no jobs. */
export function computeOf(
  id: string | null | undefined,
  { computes }: Pick<CommandSources, 'computes'>
): string {
  const name = computeName(id);
  const found = computeNamed(computes(), name);
  if (found && !found.remoteType) return found.name;
  const known = computes()
    .filter(compute => !compute.remoteType)
    .map(compute => compute.name);
  throw found?.remoteType
    ? fail('ComputeRunsNoJobs', { name, type: found.remoteType, known })
    : fail('ComputeUnknown', { name, known });
}

/** The name in the id of a compute; without an id the default compute of the workspace. */
export function computeName(id: string | null | undefined): string {
  const name = id ? nameFromId(id) : DEFAULT_COMPUTE;
  return isThisMachine(name) ? DEFAULT_COMPUTE : name;
}

function checkCode(id: string | null | undefined, { findAsset }: CommandSources): void {
  if (id && !findAsset(id, 'codes')) throw fail('CodeUnknown', { id });
}

/** The environment's id, with a label such as `@latest` replaced by the version that it refers to now. */
function environmentOf(id: string, assets: AssetSources): string {
  const registry = parseAssetReference(id, 'environments')?.registry;
  if (registry && !assets.hasRegistry(registry) && !isAzureRegistry(registry))
    throw fail('EnvironmentRegistryUnknown', { id, registry });
  const pinned = pinnedId(id, 'environments', assets);
  if (pinned === undefined) throw fail('EnvironmentUnknown', { id });
  return pinned;
}
