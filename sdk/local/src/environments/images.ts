import { curatedRequest, isCuratedName } from './curated-environments.js';
import { emptyRequest, type EnvironmentRequest } from './environment-request.js';

/** The image of the environment that every workspace has: this machine itself. */
export const THIS_MACHINE = 'local';

/**
 * What public images are made for, by their names without registry and tag. `$1` is the version that the tag begins with. Sources: the
 * pages of the images on Docker Hub and in NVIDIA's catalog.
 */
const contents: readonly { image: RegExp; packages: readonly string[] }[] = [
  { image: /^pytorch\/pytorch$/, packages: ['torch==$1.*', 'torchvision'] },
  { image: /^tensorflow\/tensorflow$/, packages: ['tensorflow==$1.*'] },
  // The tags of NVIDIA's images are dates.
  { image: /^nvidia\/pytorch$/, packages: ['torch', 'torchvision'] },
  { image: /^nvidia\/tensorflow$/, packages: ['tensorflow'] },
  {
    image: /^jupyter\/scipy-notebook$/,
    packages: ['numpy', 'pandas', 'scipy', 'scikit-learn', 'matplotlib', 'seaborn', 'statsmodels']
  }
];

/** What an image holds of Python, as far as its name says. */
export function imageRequest(image: string | undefined): EnvironmentRequest {
  const request = emptyRequest();
  if (!image || image === 'scratch' || image === THIS_MACHINE) return request;
  const [, path = image, tag = ''] = /^(.*?)(?::([^/:]+))?(?:@sha256:\w+)?$/.exec(image) ?? [];
  const held = curatedImage(path) ?? pythonImage(path, tag) ?? frameworkImage(path, tag) ?? request;
  return { ...held, ignored: [`the image '${image}'`, ...held.ignored] };
}

function curatedImage(path: string): EnvironmentRequest | undefined {
  const name = curatedName(path);
  return name === undefined ? undefined : { ...curatedRequest(name), isPythonImplied: true };
}

function pythonImage(path: string, tag: string): EnvironmentRequest | undefined {
  const version = /^3\.\d+(\.\d+)?/.exec(tag)?.[0];
  return version && /^(docker\.io\/)?(library\/)?python$/.test(path)
    ? { ...emptyRequest(), python: `==${version}.*`, isPythonImplied: true }
    : undefined;
}

function frameworkImage(path: string, tag: string): EnvironmentRequest | undefined {
  const name = path.replace(/^(docker\.io|nvcr\.io|quay\.io)\//, '');
  const version = /^v?(\d+(\.\d+)*)/.exec(tag)?.[1];
  const packages = contents.find(each => each.image.test(name))?.packages;
  // Without a version in the tag, the newest.
  const requirements = packages?.map(each =>
    version ? each.replace('$1', version) : each.replace(/==.*/, '')
  );
  return requirements && { ...emptyRequest(), installs: [{ requirements }] };
}

/** The name of the curated environment whose image this is. */
function curatedName(path: string): string | undefined {
  const name = /^mcr\.microsoft\.com\/azureml\/(?:curated\/)?([^/]+)$/.exec(path)?.[1];
  return name !== undefined && (path.includes('/curated/') || isCuratedName(name))
    ? name
    : undefined;
}
