import type { CommandJob } from 'carry-ml/arm';
import { nameIn } from '../protocol/context.js';
import { pinnedId, type AssetSources } from '../store/asset-finder.js';
import type { StoredJob } from '../store/jobs.js';
import { BORN_COMPUTE, computeNamed, isThisMachine, type Compute } from './compute.js';
import { fail } from './errors.js';
import { isoDuration } from './iso-duration.js';
import type { Naming } from './plan-job.js';

/** What a command job is checked against. */
export interface CommandSources extends AssetSources {
  computes: () => Compute[];
  now: () => number;
  newId: () => string;
}

/**
 * Makes of a command job what the workspace keeps, queued; throws when its environment, code, compute or time limit is not one of
 * this workspace.
 */
export function checkCommand(
  { name, by }: Naming,
  given: CommandJob,
  sources: CommandSources
): StoredJob {
  if (!given.command || !given.environmentId) throw fail('CommandJobIncomplete');
  checkDuration('limits.timeout', given.limits?.timeout);
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

/** Refuses a text that is given and is no duration. */
export function checkDuration(field: string, text: string | null | undefined): void {
  if (text && isoDuration(text) === undefined) throw fail('DurationInvalid', { field, text });
}

/** The name of the compute that an id means; refuses one that this workspace does not have. */
export function computeOf(
  id: string | null | undefined,
  { computes }: Pick<CommandSources, 'computes'>
): string {
  const name = computeName(id);
  const found = computeNamed(computes(), name);
  if (found && !found.elsewhere) return found.name;
  const known = computes()
    .filter(compute => !compute.elsewhere)
    .map(compute => compute.name);
  throw found?.elsewhere
    ? fail('ComputeRunsNoJobs', { name, type: found.elsewhere, known })
    : fail('ComputeUnknown', { name, known });
}

/** The name in the id of a compute; without an id the compute that every workspace is born with. */
export function computeName(id: string | null | undefined): string {
  const name = id ? nameIn(id) : BORN_COMPUTE;
  return isThisMachine(name) ? BORN_COMPUTE : name;
}

function checkCode(id: string | null | undefined, { findAsset }: CommandSources): void {
  if (id && !findAsset(id, 'codes')) throw fail('CodeUnknown', { id });
}

/** The environment's id with the version that a label such as `@latest` stands for today. */
function environmentOf(id: string, assets: AssetSources): string {
  const pinned = pinnedId(id, 'environments', assets);
  if (pinned === undefined) throw fail('EnvironmentUnknown', { id });
  return pinned;
}
