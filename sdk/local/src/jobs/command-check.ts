import type { CommandJob } from 'carry-ml/arm';
import { fail } from '../errors/index.js';
import { nameIn } from '../protocol/context.js';
import { pinnedId, type AssetSources } from '../store/asset-finder.js';
import type { StoredJob } from '../store/jobs.js';
import { BORN_COMPUTE, computeNamed, isThisMachine, type Compute } from './compute.js';
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
  if (!given.command || !given.environmentId)
    throw fail('ValidationError', {
      message: 'A command job needs both a command and an environmentId.'
    });
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
  if (text && isoDuration(text) === undefined)
    throw fail('ValidationError', {
      message: `${field} is '${text}'; it must be an ISO 8601 duration such as PT1H.`
    });
}

/** The name of the compute that an id means; refuses one that this workspace does not have. */
export function computeOf(
  id: string | null | undefined,
  { computes }: Pick<CommandSources, 'computes'>
): string {
  const name = computeName(id);
  const found = computeNamed(computes(), name);
  if (found && !found.elsewhere) return found.name;
  const here = computes().filter(c => !c.elsewhere);
  const what = found?.elsewhere
    ? `The compute '${name}' is of type ${found.elsewhere}: the workspace keeps a note of it, but runs no jobs there.`
    : `Unknown compute '${name}'.`;
  throw fail('UserError', {
    message: `${what} This workspace has: ${here.map(c => c.name).join(', ')}. Choose one of them.`
  });
}

/** The name in the id of a compute; without an id the compute that every workspace is born with. */
export function computeName(id: string | null | undefined): string {
  const name = id ? nameIn(id) : BORN_COMPUTE;
  return isThisMachine(name) ? BORN_COMPUTE : name;
}

function checkCode(id: string | null | undefined, { findAsset }: CommandSources): void {
  if (id && !findAsset(id, 'codes'))
    throw fail('UserError', {
      message: `The code '${id}' is not in this workspace. Upload it before the job.`
    });
}

/** The environment's id with the version that a label such as `@latest` stands for today. */
function environmentOf(id: string, assets: AssetSources): string {
  const pinned = pinnedId(id, 'environments', assets);
  if (pinned === undefined)
    throw fail('UserError', {
      message: `Unknown environment '${id}'. Create it first, or use the one that every workspace of Carry has: 'azureml:carry-notebook@latest', in Python's azure-ai-ml 'carry-notebook@latest'.`
    });
  return pinned;
}
