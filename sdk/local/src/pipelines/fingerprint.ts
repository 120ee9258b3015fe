import { createHash } from 'node:crypto';
import type { JobBase, JobInput } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import { contentDigest } from '../data/content-digest.js';
import { dataPath, dataUri, type DataSources } from '../data/data-path.js';
import { inputMode } from '../jobs/preparation/input-mode.js';
import { sortedKeys } from '../protocol/sorted-keys.js';
import type { StoredJob } from '../store/job-store.js';

/** The parts of a job that do not influence its outputs: names, labels, computes. */
const ignored: ReadonlySet<string> = new Set([
  'componentId',
  'computeId',
  'description',
  'displayName',
  'experimentName',
  'isArchived',
  'notificationSetting',
  'properties',
  'services',
  'tags'
]);

/** The fields for the code of a command, and for that of a sweep's trials. */
interface WithCode {
  taskDetails?: object;
  codeId?: string | null;
  trial?: { codeId?: string | null };
}

/** The data of an AutoML job are inputs of its step; their content counts, not where it is. */
const tables: ReadonlySet<string> = new Set(['trainingData', 'validationData', 'testData']);

function withoutTables(task: object | undefined): object | undefined {
  return task && Object.fromEntries(Object.entries(task).filter(([key]) => !tables.has(key)));
}

/**
 * A digest of everything that determines the outputs of a step: its command, the content of its code, its environment, its variables,
 * and the value or content of each input. Undefined when some content is unknown, such as that of a web address.
 */
export async function fingerprintOf(
  { properties }: StoredJob,
  sources: DataSources
): Promise<string | undefined> {
  const { codeId, trial, inputs, outputs, distribution, resources, taskDetails, ...more } =
    properties as JobBase & WithCode;
  const { codeId: trialCode, ...trialRest } = trial ?? {};
  const contents: unknown[] = [];
  for (const input of [codeOf(codeId ?? trialCode, sources), ...Object.entries(inputs ?? {})]) {
    const [name, given] = input;
    const content = given && (await contentOf(given, sources));
    if (given && content === undefined) return undefined;
    contents.push([name, content]);
  }
  const parts = {
    // A distributed job has as many processes as its resources say.
    resources: distribution ? resources : undefined,
    ...Object.fromEntries(Object.entries(more).filter(([key]) => !ignored.has(key))),
    trial: trialRest,
    taskDetails: withoutTables(taskDetails),
    distribution,
    contents: contents.map(content => JSON.stringify(content)).sort(),
    outputs: Object.entries(outputs ?? {}).map(([name, output]) => [name, output?.jobOutputType])
  };
  return createHash('sha256')
    .update(JSON.stringify(sortedKeys(parts)))
    .digest('hex');
}

/** A job's code, as an input without a name. */
function codeOf(
  id: string | null | undefined,
  { findAsset }: DataSources
): [string, JobInput | undefined] {
  const uri = id ? findAsset(id, 'codes')?.properties.codeUri : undefined;
  return ['', typeof uri === 'string' ? { jobInputType: 'uri_folder', uri } : undefined];
}

/** A literal's value, or a digest of data; undefined for data that is not on this machine. */
async function contentOf(
  { jobInputType, value, uri = '', mode }: JobInput,
  sources: DataSources
): Promise<string | undefined> {
  if (jobInputType === 'literal') return `value ${value ?? ''}`;
  try {
    const path = dataPath(uri, sources);
    return (
      path && `${jobInputType}${modeOf(mode, dataUri(uri, sources))} ${await contentDigest(path)}`
    );
  } catch (error) {
    // The step reports missing data when it runs.
    if (isCarryError(error) || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The step sees the URI of the files of a direct input, and the path of any other. Mounting for reading is the default. */
function modeOf(mode: string | undefined, uri: string): string {
  const meant = inputMode({ mode });
  return meant === 'read' ? '' : meant === 'direct' ? ` direct ${uri}` : ` ${meant}`;
}
