import type { FoundEnvironment } from './environment-builds.js';
import type { EnvironmentRequest } from './environment-request.js';
import type { ChosenPython } from './pythons.js';

/** Precedes the lines about the environment in a job's log. */
export const LINE_PREFIX = '[environment]';

/** The environment of a job, as it was asked for and as it is. */
export interface PreparedEnvironment {
  name: string;
  request: EnvironmentRequest;
  /** False if a setting lets every job run on this machine's own Python. */
  isBuilding: boolean;
  /** The virtual environment of this machine's own Python, if it is one. */
  ownPython?: string;
  /** For an environment that was built. */
  python?: ChosenPython;
  found?: FoundEnvironment;
}

/** Says in which environment a job runs and what of it was honoured: in lines for the log, and in one text for the job's properties. */
export function describeEnvironment(prepared: PreparedEnvironment): {
  lines: string[];
  summary: string;
} {
  const { ignored } = prepared.request;
  const [first, ...facts] = prepared.found ? builtFacts(prepared) : ownFacts(prepared);
  const unmet = ignored.length > 0 ? [`Not honoured here: ${unique(ignored).join('; ')}.`] : [];
  const sentences = [first ?? '', ...facts, ...unmet];
  return {
    lines: sentences.map(each => `${LINE_PREFIX} ${each}`),
    summary: sentences.join(' ')
  };
}

function ownFacts({ name, request, isBuilding, ownPython }: PreparedEnvironment): string[] {
  const wanted = plainVersion(request.python);
  const packages = request.installs.flatMap(each => each.requirements);
  const itsPackages = ownPython ? `, with the packages of ${ownPython}` : '';
  return [
    `${name}: runs on this machine's own Python and Node${itsPackages}.`,
    ...(wanted ? [`The environment has Python ${wanted}.`] : []),
    ...(!isBuilding && packages.length > 0
      ? [`Its packages are not installed, because the setting 'environments' is 'machine'.`]
      : [])
  ];
}

function builtFacts({ name, python, found }: PreparedEnvironment): string[] {
  if (!found) return [];
  const { environment, isCached } = found;
  const { missing, overlapping, relaxed } = environment;
  const seconds = (environment.durationMs / 1000).toFixed(1);
  return [
    `${name}: Python ${environment.python} and the packages of the environment, ${isCached ? 'built before' : `built in ${seconds} s`}.`,
    ...(python?.insteadOf
      ? [
          `It asks for Python ${python.insteadOf}, which this machine does not have and could not fetch: the nearest one is used.`
        ]
      : []),
    ...(relaxed.length > 0
      ? [
          `Other versions were installed where this Python needs them, in place of: ${relaxed.join(', ')}.`
        ]
      : []),
    ...overlapping.map(
      group =>
        `${joined(group)} contain the same files: those of ${group.at(-1) ?? ''} are used, as after pip.`
    ),
    ...(missing.length > 0 ? [`PyPI does not have the conda packages: ${missing.join(', ')}.`] : [])
  ];
}

function joined(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].join(' and ');
}

function plainVersion(specifier: string | undefined): string | undefined {
  return specifier?.replace(/==|\.\*/g, '');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
