import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { parseAssetReference } from 'carry-ml/arm';
import { dataPath, type DataSources } from '../data/data-path.js';
import { condaFile } from './conda-file.js';
import { curatedRequest } from './curated-environments.js';
import { dockerBuild } from './docker-build.js';
import {
  combine,
  emptyRequest,
  noFiles,
  type ContextFiles,
  type EnvironmentRequest
} from './environment-request.js';
import { fail } from './errors.js';
import { imageRequest } from './images.js';
import { requirementsOf } from './requirement-lines.js';

/** The properties of an environment version that say what it holds. */
export interface EnvironmentProperties {
  image?: string | null;
  condaFile?: string | null;
  build?: { contextUri: string; dockerfilePath?: string | null } | null;
  tags?: Record<string, string> | null;
  properties?: Record<string, string> | null;
}

/** Reads what the environment of a job asks for. */
export function readEnvironment(id: string, data: DataSources): EnvironmentRequest {
  const found = data.findAsset(id, 'environments');
  if (found) return fromProperties(found.properties, data);
  const { name, registry } = parseAssetReference(id, 'environments') ?? { name: id };
  if (registry || /^AzureML-/.test(name)) return curatedRequest(name);
  return { ...emptyRequest(), ignored: [`the environment '${name}', which was deleted`] };
}

function fromProperties(
  { build, condaFile: conda, image, properties, tags }: EnvironmentProperties,
  data: DataSources
): EnvironmentRequest {
  const parts = [
    build
      ? fromContext(build.contextUri, build.dockerfilePath ?? 'Dockerfile', data)
      : imageRequest(image ?? undefined),
    ...(conda ? [condaFile(conda)] : []),
    fromTags({ ...tags, ...properties })
  ];
  return parts.reduce(combine, emptyRequest());
}

/** Reads the Dockerfile in the build context that was uploaded with the environment. */
function fromContext(uri: string, dockerfile: string, data: DataSources): EnvironmentRequest {
  const root = dataPath(uri, data);
  const files = root === undefined ? noFiles : contextFiles(root);
  const text = files.read(dockerfile);
  if (text === undefined) throw fail('BuildContextUnknown', { uri, dockerfile });
  return dockerBuild(text, files);
}

/** Limit of a Dockerfile or a requirements file, which is read while a request waits. A list of all packages with hashes has 200 KB. */
const MAX_FILE_BYTES = 512 * 1024;

/** The files of a folder, and none outside of it. */
function contextFiles(root: string): ContextFiles {
  const locate = (path: string) => {
    const at = resolve(root, path);
    if (!existsSync(at) || !isInside(realpathSync(root), realpathSync(at))) return undefined;
    return at;
  };
  return {
    locate,
    read: path => {
      const at = locate(path);
      const entry = at === undefined ? undefined : statSync(at);
      if (at === undefined || !entry?.isFile()) return undefined;
      if (entry.size > MAX_FILE_BYTES)
        throw fail('EnvironmentFileTooLong', {
          file: path,
          bytes: entry.size,
          max: MAX_FILE_BYTES
        });
      return readFileSync(at, 'utf8');
    }
  };
}

/** True for a path at or below a folder. */
export function isInside(root: string, path: string): boolean {
  const from = relative(root, path);
  return from !== '..' && !from.startsWith(`..${sep}`);
}

/**
 * Tags or properties with which a user says what an image brings that is not read here: `carry.packages` (as in `pip install`),
 * `carry.python` and `carry.variables.NAME`.
 */
function fromTags(tags: Record<string, string>): EnvironmentRequest {
  const request = emptyRequest();
  request.variables = taggedVariables(tags);
  const { 'carry.packages': packages, 'carry.python': python } = tags;
  if (python) request.python = /^\d/.test(python) ? `==${python}.*` : python;
  if (packages) {
    const lines = packages.trim().split(/\s+/).join('\n');
    request.installs.push(requirementsOf(lines, { files: noFiles, folder: '.' }));
  }
  return request;
}

/** The variables that the tags or properties of an environment give to its jobs. */
export function taggedVariables(tags: Record<string, string>): Record<string, string> {
  const prefix = 'carry.variables.';
  return Object.fromEntries(
    Object.entries(tags)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value])
  );
}
