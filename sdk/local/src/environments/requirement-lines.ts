import { dirname, join } from 'node:path/posix';
import { fail } from './errors.js';
import type { ContextFiles, Install } from './environment-request.js';
import { shellCommands } from './shell-words.js';

/** The options of pip that change what is installed, each with the option of uv and pip that takes its place. */
const kept: Readonly<Record<string, string>> = {
  '-i': '--index-url',
  '--index-url': '--index-url',
  '--pypi-url': '--index-url',
  '--extra-index-url': '--extra-index-url',
  '-f': '--find-links',
  '--find-links': '--find-links',
  '--no-index': '--no-index',
  '--pre': '--pre',
  '--no-deps': '--no-deps',
  '--no-binary': '--no-binary',
  '--only-binary': '--only-binary',
  '--trusted-host': '--trusted-host',
  '--no-build-isolation': '--no-build-isolation'
};

/** The options of pip that have a value. Of those that are in no list here, a value after a space is not recognised. */
const withValue = new Set([
  ...['-i', '--index-url', '--pypi-url', '--extra-index-url', '-f', '--find-links'],
  ...['--no-binary', '--only-binary', '--trusted-host', '-t', '--target', '--prefix', '--root'],
  ...['--progress-bar', '--timeout', '--default-timeout', '--retries', '--cache-dir', '--proxy'],
  ...['--upgrade-strategy', '--src', '--log', '--python', '-p', '--python-version', '--platform'],
  ...['--root-user-action', '--config-settings', '-C', '--use-feature', '--use-deprecated'],
  ...['--exists-action', '--cert', '--client-cert', '--report', '--implementation', '--abi'],
  ...['--global-option', '--build-option', '--install-option', '--torch-backend']
]);

/** Number of requirements files that one file may include, one below the other. */
const MAX_INCLUDES = 16;

/** Where the paths of requirements refer to. */
export interface RequirementPlace {
  files: ContextFiles;
  /** The folder of the requirements file in the context. */
  folder: string;
  depth?: number;
  /** Gets the words that a shell would substitute; they are left out. Without it they are taken as they are. */
  unresolved?: (word: string) => void;
}

/** Reads a requirements file, and the files that it includes. */
export function requirementsOf(text: string, place: RequirementPlace): Install {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return joined(lines.map(line => requirementLine(line, place)));
}

/** Reads a line of a requirements file, or an entry of the pip section of a conda file. */
export function requirementLine(line: string, place: RequirementPlace): Install {
  const text = line.replace(/(^|\s)#.*$/s, '').trim();
  if (text === '') return { requirements: [] };
  if (text.startsWith('-')) return pipArguments(shellCommands(text).flat(), place);
  return joined([requirement(text, place)]);
}

/** Reads the arguments of `pip install`. */
export function pipArguments(words: readonly string[], place: RequirementPlace): Install {
  const parts: Install[] = [];
  for (let at = 0; at < words.length; at++) {
    const option = optionAt(words, at);
    at += option.further;
    const text = option.name ? option.value : words[at];
    if (place.unresolved && text !== undefined && /\$[\w{(]|`/.test(text)) place.unresolved(text);
    else parts.push(option.name ? optionPart(option, place) : requirement(words[at] ?? '', place));
  }
  return joined(parts);
}

function optionPart({ name = '', value = '' }: Option, place: RequirementPlace): Install {
  if (name === '-e') return requirement(value, place);
  if (name === '-r') return included(value, place);
  if (name === '-c') return { requirements: [], constraints: included(value, place).requirements };
  const option = kept[name];
  if (option === undefined) return { requirements: [] };
  // A folder of packages in the context becomes a path of this machine.
  const words = value === '' ? [option] : [option, located(value, place) ?? value];
  return { requirements: [], options: words };
}

const shorts: Readonly<Record<string, string>> = {
  '--requirement': '-r',
  '--constraint': '-c',
  '--editable': '-e'
};

interface Option {
  /** The short name, if there is one; undefined for a word that is no option. */
  name?: string;
  value?: string;
  /** Number of words that the value takes. */
  further: number;
}

function optionAt(words: readonly string[], at: number): Option {
  const word = words[at] ?? '';
  if (!word.startsWith('-')) return { further: 0 };
  const long = /^(--[^=]+)=([\s\S]*)$/.exec(word);
  const glued = /^(-[refcit])(?!-)(.+)$/.exec(word);
  const [, given = word, value] = long ?? glued ?? [];
  const name = shorts[given] ?? given;
  if (value !== undefined) return { name, value, further: 0 };
  const takesValue = ['-r', '-c', '-e'].includes(name) || withValue.has(name);
  return takesValue ? { name, value: words[at + 1], further: 1 } : { name, further: 0 };
}

function requirement(text: string, place: RequirementPlace): Install {
  if (text.trim() === '') return { requirements: [] };
  const named = /^([\w.-]+(\[[^\]]*\])?)\s*@\s*/.exec(text)?.[0] ?? '';
  const target = text.slice(named.length);
  if (/^((git|hg|svn|bzr)\+|[a-z]+:\/\/)/i.test(target))
    return { requirements: [named + addressed(target, named !== '')] };
  if (!isPath.test(target.replace(/[;#].*$/s, '').trim())) return { requirements: [text] };
  const local = target.trim();
  const bracket = local.endsWith(']') ? local.lastIndexOf('[') : -1;
  const [path, extras] =
    bracket === -1 ? [local, ''] : [local.slice(0, bracket), local.slice(bracket)];
  const found = located(path, place);
  if (found === undefined) throw fail('EnvironmentFileMissing', { file: path });
  return { requirements: [found + extras] };
}

const isPath = /^[./~]|[/\\]|\.(whl|zip|tar\.gz|tgz)(\[|$)/;

/** Replaces the fragment `#egg=name`, which was pip's way to name what is at a URL before `name @ url`. */
function addressed(url: string, isNamed: boolean): string {
  const egg = /#egg=([\w.-]+(?:\[[^\]]*\])?)/.exec(url)?.[1];
  const plain = url.replace(/#egg=[^&\s]*&?/, '#').replace(/#$/, '');
  return egg === undefined || isNamed ? plain : `${egg} @ ${plain}`;
}

function included(file: string, place: RequirementPlace): Install {
  const depth = (place.depth ?? 0) + 1;
  const path = inFolder(file, place);
  const text = depth > MAX_INCLUDES ? undefined : place.files.read(path);
  if (text === undefined) throw fail('EnvironmentFileMissing', { file });
  return requirementsOf(text, { files: place.files, folder: dirname(path), depth });
}

function located(path: string, place: RequirementPlace): string | undefined {
  return /^[a-z]+:\/\//i.test(path) ? undefined : place.files.locate(inFolder(path, place));
}

function inFolder(path: string, { folder }: RequirementPlace): string {
  return path.startsWith('/') ? path : join(folder, path);
}

/** Combines the parts of one installation step. */
export function joined(parts: readonly Install[]): Install {
  const all = (key: 'requirements' | 'constraints' | 'options' | 'conda') =>
    parts.flatMap(part => part[key] ?? []);
  const [constraints, options, conda] = [all('constraints'), all('options'), all('conda')];
  return {
    requirements: [...new Set(all('requirements'))],
    ...(constraints.length > 0 ? { constraints } : {}),
    ...(options.length > 0 ? { options } : {}),
    ...(conda.length > 0 ? { conda } : {})
  };
}
