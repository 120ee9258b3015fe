import { parse } from 'yaml';
import { pypiName } from './conda-names.js';
import { emptyRequest, noFiles } from './environment-request.js';
import type { ContextFiles, EnvironmentRequest, Install } from './environment-request.js';
import { fail } from './errors.js';
import { joined, requirementLine } from './requirement-lines.js';

/** Tools that every environment has, or needs only while it is built. */
const TOOLS = new Set(['pip', 'conda', 'mamba', 'python_abi']);

interface CondaFile {
  dependencies?: unknown;
  variables?: unknown;
}

/** Reads a conda file: its Python version, its packages under their names on PyPI, its pip section and its variables. */
export function condaFile(
  text: string,
  files: ContextFiles = noFiles,
  folder = '.'
): EnvironmentRequest {
  const file = parsed(text);
  const dependencies = Array.isArray(file.dependencies) ? (file.dependencies as unknown[]) : [];
  const packages = condaPackages(
    dependencies.filter((each): each is string => typeof each === 'string')
  );
  const pip = dependencies.flatMap(pipSection);
  const fromPip = joined(pip.map(line => requirementLine(line, { files, folder })));
  return {
    ...packages,
    installs: [...packages.installs, ...(fromPip.requirements.length > 0 ? [fromPip] : [])],
    variables: Object.fromEntries(
      Object.entries(file.variables ?? {}).map(([name, value]) => [name, String(value)])
    )
  };
}

/**
 * Limits of a conda file, because parsing YAML is slow: the keys of a mapping are compared with each other, and each bracket recurses.
 * An exported environment has a few hundred packages.
 */
const limits = { characters: 64_000, items: 3000, nesting: 20 };

function exceededLimit(text: string): string | undefined {
  if (text.length > limits.characters) return `it has more than ${limits.characters} characters`;
  if (text.split(/[\n,]/).length > limits.items) return `it has more than ${limits.items} lines`;
  let open = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open += bracket === '[' || bracket === '{' ? 1 : -1;
    if (open > limits.nesting) return `it has more than ${limits.nesting} nested brackets`;
  }
  return undefined;
}

function parsed(text: string): CondaFile {
  try {
    const excess = exceededLimit(text);
    if (excess !== undefined) throw new Error(excess);
    const value: unknown = parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new Error('it is no mapping with the key dependencies');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail('CondaFileInvalid', { reason }, { cause });
  }
}

function pipSection(dependency: unknown): string[] {
  if (typeof dependency !== 'object' || dependency === null || !('pip' in dependency)) return [];
  const { pip } = dependency;
  return (Array.isArray(pip) ? pip : [pip]).filter(line => line !== null).map(String);
}

/** Converts conda's package specifications, such as `conda-forge::numpy=1.26`. */
export function condaPackages(specs: readonly string[]): EnvironmentRequest {
  const request = emptyRequest();
  const install: Install = { requirements: [], conda: [] };
  const native: string[] = [];
  for (const spec of specs) {
    const { name, version } = condaSpec(spec);
    const project = pypiName(name);
    if (name === 'python') request.python = version || undefined;
    else if (project === undefined) native.push(name);
    else if (!TOOLS.has(name)) {
      install.requirements.push(project + version);
      install.conda?.push(project);
    }
  }
  if (install.requirements.length > 0) request.installs.push(install);
  if (native.length > 0)
    request.ignored.push(`the conda packages without Python: ${native.join(', ')}`);
  return request;
}

/** Splits conda's specification of a package into its name and a version specifier of Python. */
function condaSpec(spec: string): { name: string; version: string } {
  const plain = spec.replace(/#.*$/, '').trim();
  const bracket = /\bversion\s*=\s*['"]?([^'"\],]+(?:,[^'"\]]+)?)['"]?/.exec(
    /\[(.*)\]/.exec(plain)?.[1] ?? ''
  )?.[1];
  const [, name = plain, rest = ''] =
    /^(?:[^\s:]*::)?([\w.-]+)\s*(.*)$/.exec(plain.replace(/\[.*\]/, '')) ?? [];
  return { name: name.toLowerCase(), version: pythonVersion(bracket ?? rest) };
}

/**
 * Converts conda's version specification: `=1.2` allows all versions that begin with 1.2, and after a further `=` or a space is a build,
 * which PyPI does not have. Of alternatives (`1.2|1.3`) the first is taken.
 */
function pythonVersion(given: string): string {
  const [first = ''] = given.split('|');
  const text = first
    .trim()
    .replace(/\s*,\s*/g, ',')
    .replace(/([<>=!~])\s+/g, '$1');
  const [, equals, version] = /^(={0,2})([\w.+!*]+)([=\s].*)?$/.exec(text) ?? [];
  if (version === undefined) return text.replace(/\s+/g, ',');
  if (version === '*') return '';
  return equals === '==' || version.endsWith('.*')
    ? `==${version}`
    : `==${version.replace(/\*$/, '')}.*`;
}
