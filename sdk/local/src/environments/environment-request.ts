/** One installation step: a call of `pip install`, or the Python packages of a conda file. */
export interface Install {
  /** Requirements as in a requirements file. Local paths are absolute. */
  requirements: string[];
  /** Versions that are allowed if a package is installed at all. */
  constraints?: string[];
  /** Options for uv and pip alike: indexes, `--pre`, `--no-deps`. */
  options?: string[];
  /** Names of the conda packages among the requirements: one that PyPI lacks is left out instead of failing the build. */
  conda?: string[];
}

/** What a job's environment asks for, as far as Python can provide it. */
export interface EnvironmentRequest {
  /** The Python version that is asked for, as a version specifier such as `==3.8.*`. */
  python?: string;
  /** True if only the image of the environment implies the Python version. */
  isPythonImplied?: boolean;
  installs: Install[];
  /** Environment variables for the jobs. */
  variables: Record<string, string>;
  /** The parts that are not honoured, each a phrase such as "the image 'ubuntu:22.04'". */
  ignored: string[];
}

/** A request for nothing: the job runs on this machine's own Python. */
export function emptyRequest(): EnvironmentRequest {
  return { installs: [], variables: {}, ignored: [] };
}

/** Combines two requests, in order; the Python version and the variables of the second win. */
export function combine(first: EnvironmentRequest, second: EnvironmentRequest): EnvironmentRequest {
  const { python, isPythonImplied } = second.python ? second : first;
  return {
    ...(python ? { python, isPythonImplied } : {}),
    installs: [...first.installs, ...second.installs],
    variables: { ...first.variables, ...second.variables },
    ignored: [...first.ignored, ...second.ignored]
  };
}

/** The files beside a Dockerfile. Paths are relative to the build context. */
export interface ContextFiles {
  /** Returns the text of a file; undefined when there is none. */
  read: (path: string) => string | undefined;
  /** Returns the absolute path of a file or folder; undefined when there is none, or it is outside of the context. */
  locate: (path: string) => string | undefined;
}

/** The files of an environment without a build context. */
export const noFiles: ContextFiles = { read: () => undefined, locate: () => undefined };
