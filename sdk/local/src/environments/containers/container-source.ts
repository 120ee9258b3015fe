import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAssetReference } from 'carry-ml/arm';
import { dataPath, type DataSources } from '../../data/data-path.js';
import { curatedImage } from '../curated-environments.js';
import { fail } from '../errors.js';
import { THIS_MACHINE } from '../images.js';
import { isInside, taggedVariables, type EnvironmentProperties } from '../read-environment.js';

/** The image that an environment names, or from which it is built. */
export interface ContainerSource {
  from: { image: string } | { context: string; dockerfile: string };
  /** The text of a conda file, whose packages are added to the image. */
  conda?: string;
  /** Environment variables for the jobs. */
  variables: Record<string, string>;
}

/** Reads the image of an environment; undefined for one without, such as that of this machine itself. */
export function containerSource(id: string, data: DataSources): ContainerSource | undefined {
  const found = data.findAsset(id, 'environments');
  if (found) return fromProperties(found.properties, data);
  const { name, version } = parseAssetReference(id, 'environments') ?? { name: id };
  const image = curatedImage(name, version);
  return image === undefined ? undefined : { from: { image }, variables: {} };
}

function fromProperties(
  { build, condaFile, image, properties, tags }: EnvironmentProperties,
  data: DataSources
): ContainerSource | undefined {
  const variables = taggedVariables({ ...tags, ...properties });
  if (build) {
    const from = buildContext(build.contextUri, build.dockerfilePath ?? 'Dockerfile', data);
    return { from, variables };
  }
  if (!image || image === THIS_MACHINE) return undefined;
  if (!IMAGE_NAME.test(image)) throw fail('ContainerImageInvalid', { image });
  return { from: { image }, ...(condaFile ? { conda: condaFile } : {}), variables };
}

/** A name that begins otherwise could be read as an option of the engine. */
const IMAGE_NAME = /^[A-Za-z0-9][\w./:@-]*$/;

/** Finds the folder and the Dockerfile that were uploaded with the environment. */
function buildContext(
  uri: string,
  dockerfile: string,
  data: DataSources
): { context: string; dockerfile: string } {
  const context = dataPath(uri, data);
  const file = context === undefined ? undefined : resolve(context, dockerfile);
  if (
    context === undefined ||
    file === undefined ||
    !existsSync(file) ||
    !isInside(realpathSync(context), realpathSync(file)) ||
    !statSync(file).isFile()
  )
    throw fail('BuildContextUnknown', { uri, dockerfile });
  return { context, dockerfile: file };
}
