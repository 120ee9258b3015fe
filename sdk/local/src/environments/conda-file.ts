import { inspect } from 'node:util';
import { parseAllDocuments } from 'yaml';
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
  const dependencies = dependenciesOf(file);
  const packages = condaPackages(
    dependencies.filter((each): each is string => typeof each === 'string')
  );
  const pip = dependencies.flatMap(pipSection);
  const fromPip = joined(pip.map(line => requirementLine(line, { files, folder })));
  return {
    ...packages,
    installs: [...packages.installs, ...(fromPip.requirements.length > 0 ? [fromPip] : [])],
    variables: condaVariables(file.variables ?? {}),
    ignored: [...packages.ignored, ...unknownKeys(file)]
  };
}

/** The keys that conda knows. It ignores others, so that a misspelt one is an empty environment. */
const KEYS = new Set([
  ...['name', 'channels', 'dependencies', 'variables', 'prefix', 'platforms', 'category']
]);

function unknownKeys(file: CondaFile): string[] {
  // Beside the dependencies, a key of any name may hold what aliases repeat.
  if ('dependencies' in file) return [];
  const unknown = Object.keys(file).filter(key => !KEYS.has(key));
  return unknown.map(key => `the key '${key}' of the conda file`);
}

/** Returns the texts among the dependencies, and their pip sections; an entry without a value is left out. */
function dependenciesOf({ dependencies }: CondaFile): unknown[] {
  if (dependencies === undefined || dependencies === null) return [];
  if (!Array.isArray(dependencies)) throw invalid('its dependencies are no list');
  const entries = (dependencies as unknown[]).filter(entry => entry !== null);
  const wrong = entries.find(entry => typeof entry !== 'string' && !isPipSection(entry));
  if (wrong !== undefined) {
    const shown = inspect(wrong, { depth: 1, breakLength: Infinity }).slice(0, 80);
    throw invalid(
      `the entry ${shown} of its dependencies is neither a package, such as numpy=1.26, nor a list of pip`
    );
  }
  return entries;
}

function isPipSection(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && Object.keys(entry).join() === 'pip';
}

function invalid(reason: string, cause?: unknown): Error {
  return fail('CondaFileInvalid', { reason }, { cause });
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
  const excess = exceededLimit(text);
  if (excess !== undefined) throw invalid(excess);
  // Conda reads YAML 1.1, which merges a mapping under the key `<<`.
  const documents = [...parseAllDocuments(text, { merge: true })];
  const [first] = documents;
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error) throw invalid(firstLine(error.message), error);
  if (documents.length > 1)
    throw invalid(
      `it has ${documents.length} YAML documents, separated by lines of '---'; conda reads one`
    );
  const value = valueOf(first);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('it is no mapping with the key dependencies');
}

/** The value of a document; many aliases of aliases are an error. */
function valueOf(document: { toJS: () => unknown } | undefined): unknown {
  try {
    return document?.toJS();
  } catch (cause) {
    throw invalid(cause instanceof Error ? firstLine(cause.message) : String(cause), cause);
  }
}

/** The error itself: the lines after it show the place in the file. */
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/[:.]$/, '');
}

function pipSection(dependency: unknown): string[] {
  if (typeof dependency !== 'object' || dependency === null || !('pip' in dependency)) return [];
  const { pip } = dependency;
  const lines: unknown[] = Array.isArray(pip) ? pip : [pip];
  return lines
    .filter(line => line !== null)
    .map(line => scalar(line, 'an entry of its pip section'));
}

function condaVariables(variables: unknown): Record<string, string> {
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables))
    throw invalid('its variables are no mapping');
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, scalar(value, `the variable ${name}`)])
  );
}

/** Returns the text of a value. `--no-binary :all:` without quotes, for one, is a mapping in YAML. */
function scalar(value: unknown, name: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(`${name} is no text, and may need quotes`);
}

/** Converts conda's package specifications, such as `conda-forge::numpy=1.26`. */
export function condaPackages(specs: readonly string[]): EnvironmentRequest {
  const request = emptyRequest();
  const install: Install = { requirements: [], conda: [] };
  const native: string[] = [];
  for (const spec of specs.filter(each => each.trim() !== '')) {
    if (!/^\s*(?:[^\s:]*::)?\w/.test(spec)) {
      request.ignored.push(`'${spec}', which is no name of a conda package`);
      continue;
    }
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
  const plain = spec.replace(/#.*$/s, '').trim();
  const [open, close] = [plain.indexOf('['), plain.lastIndexOf(']')];
  const isBracketed = open !== -1 && close > open;
  const outside = isBracketed ? plain.slice(0, open) + plain.slice(close + 1) : plain;
  const bracket = /\bversion\s*=\s*['"]?([^'"\],]+(?:,[^'"\]]+)?)['"]?/.exec(
    isBracketed ? plain.slice(open + 1, close) : ''
  )?.[1];
  const [, name = plain, rest = ''] = /^(?:[^\s:]*::)?([\w.-]+)\s*(.*)$/s.exec(outside) ?? [];
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
    .replace(/(?<!\s)\s*,\s*/g, ',')
    .replace(/([<>=!~])\s+/g, '$1');
  const [, equals, version] = /^(={0,2})([\w.+!*]+)([=\s].*)?$/.exec(text) ?? [];
  if (version === undefined) return text.replace(/\s+/g, ',');
  if (version === '*') return '';
  return equals === '==' || version.endsWith('.*')
    ? `==${version}`
    : `==${version.replace(/\*$/, '')}.*`;
}
