import { stringify } from 'yaml';
import { notebookEnvironment } from './default-environment.js';
import type { EnvironmentContent } from './environment-content.js';

/** A package of a running kernel, as Python's `importlib.metadata` describes it. */
export interface KernelPackage {
  name: string;
  version: string;
  /** Where it was installed from, if not from an index: a folder, an archive or a repository. */
  url?: string;
}

/** What a running Python kernel has. */
export interface KernelPackages {
  /** Name of the kernel, such as `python3`. */
  kernel: string;
  /** Version of Python, such as `3.12.4`. */
  python: string;
  packages: KernelPackage[];
}

/** An environment that has the packages of a kernel. */
export interface KernelEnvironment {
  environment: EnvironmentContent & { condaFile: string };
  /** How many packages it has. */
  packages: number;
  /** Sentences about packages that the environment lacks, or has in another version. */
  warnings: string[];
}

/** What the job side needs; the kernel may have none of it. */
const NEEDED = ['papermill', 'ipykernel'];

/** What MLflow needs beside it to reach a workspace on Azure. */
const AZURE_PLUGIN = 'azureml-mlflow';

/** Tools that every environment has, and the extension of JupyterLab that submits. */
const LEFT_OUT = new Set(['pip', 'wheel', 'jupyterlab-carry']);

/**
 * Describes the environment of a running kernel, for a job. Packages that only this machine has are left out, with a warning, because the
 * job could not install them.
 *
 * @example const { environment, warnings } = kernelEnvironment(captured);
 */
export function kernelEnvironment(
  { kernel, python, packages }: KernelPackages,
  { onAzure = false }: { onAzure?: boolean } = {}
): KernelEnvironment {
  const warnings: string[] = [];
  const found = packages
    .filter(({ name }) => !LEFT_OUT.has(normalised(name)))
    .sort((a, b) => (normalised(a.name) < normalised(b.name) ? -1 : 1));
  const lines = found.flatMap(one => {
    const { line, warning } = requirementOf(one);
    if (warning !== undefined) warnings.push(warning);
    return line === undefined ? [] : [line];
  });
  const names = new Set(found.map(({ name }) => normalised(name)));
  const tracks = names.has('mlflow') || names.has('mlflow-skinny');
  const plugin = onAzure && tracks ? [AZURE_PLUGIN] : [];
  const needed = [...NEEDED, ...plugin].filter(each => !names.has(each));
  const name = `kernel-${kernel.replace(/[^A-Za-z0-9_-]+/g, '-')}`;
  const condaFile = stringify({
    name,
    channels: ['conda-forge'],
    dependencies: [`python=${minorOf(python)}`, 'pip', { pip: [...lines, ...needed] }]
  });
  const { image } = notebookEnvironment;
  const description = `The packages of the kernel ${kernel} (Python ${python}).`;
  return {
    environment: { name, image, condaFile, description },
    packages: lines.length,
    warnings
  };
}

/** Returns the line of a requirements file, or why there is none or another version. */
function requirementOf({ name, version, url }: KernelPackage): {
  line?: string;
  warning?: string;
} {
  if (!/^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/.test(name) || !/^[\w.!+-]+$/.test(version)) {
    return {
      warning: `The package '${name}' ${version} has no usable name or version; the job does not have it.`
    };
  }
  if (url !== undefined) return fromUrl(name, url);
  const [release = version, build] = version.split('+', 2);
  if (/\.?dev\d*/.test(release)) {
    return {
      warning: `'${name}' ${version} is a development version, which no index has; the job does not have it. Install a release, or put its code into the notebook's folder.`
    };
  }
  const line = `${name}==${release}`;
  if (build === undefined) return { line };
  return {
    line,
    warning: `'${name}' ${version} is a build of its own index; the job installs ${release} of the Python Package Index.`
  };
}

function fromUrl(name: string, url: string): { line?: string; warning?: string } {
  const isRemote = /^(?:git\+)?https:\/\/[^\s]+$/i.test(url);
  if (!isRemote) {
    return {
      warning: `'${name}' is installed from '${url.replace(/^file:\/\//, '')}', which the job cannot reach; the job does not have it. Put its code into the notebook's folder, or publish it.`
    };
  }
  if (/^(?:git\+)?https:\/\/[^/]*@/i.test(url)) {
    return {
      warning: `'${name}' is installed from a URL with a password or token; the job does not have it. Install it from a URL without.`
    };
  }
  return { line: `${name} @ ${url}` };
}

function minorOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? '3.11';
}

/** The name of a package as indexes compare it. */
function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
