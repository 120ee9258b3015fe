import { basename, isAbsolute, join, normalize, relative } from 'node:path/posix';
import { condaFile, condaPackages } from './conda-file.js';
import { instructions, lastStage } from './dockerfile.js';
import { combine, emptyRequest } from './environment-request.js';
import type { ContextFiles, EnvironmentRequest, Install } from './environment-request.js';
import { fail } from './errors.js';
import { imageRequest } from './images.js';
import { pipArguments } from './requirement-lines.js';
import { shellCommands } from './shell-words.js';

/** Variables of an image that would break a job on this machine, or concern only the image. */
const ofImage =
  /^(PATH|HOME|USER|SHELL|PWD|LD_\w+|CONDA_\w+|AZUREML_CONDA_\w+|VIRTUAL_ENV|PYTHONHOME|DEBIAN_FRONTEND|SVDIR|PIP_\w+)$/;

/** Commands without an effect on a Python environment. */
const trivial =
  /^(rm|mkdir|cd|echo|printf|ln|cp|mv|chmod|chown|set|true|test|\[|export|source|\.|cat|touch|bash|sh|exit|done|fi|for|if|while|uv|python\d?(\.\d+)?)$/;
const systemInstaller = /^(apt|apt-get|yum|dnf|apk|microdnf)$/;

/** Reads what a Dockerfile installs for Python. Everything else that it does is listed as not honoured. */
export function dockerBuild(dockerfile: string, files: ContextFiles): EnvironmentRequest {
  return new DockerBuild(files).read(dockerfile);
}

class DockerBuild {
  private request = emptyRequest();
  private folder = '/';
  private readonly arguments: Record<string, string> = {};
  /** Files and folders of the context by their path in the image. */
  private readonly copies: { from: string; to: string }[] = [];
  private readonly others = new Set<string>();
  private readonly system = new Set<string>();
  private usesR = false;

  constructor(private readonly files: ContextFiles) {}

  read(dockerfile: string): EnvironmentRequest {
    for (const { name, text } of lastStage(instructions(dockerfile))) this.take(name, text);
    const { ignored } = this.request;
    if (this.system.size > 0)
      ignored.push(`the system packages ${[...this.system].sort().join(', ')}`);
    if (this.usesR) ignored.push('the packages of R');
    if (this.others.size > 0)
      ignored.push(`the Dockerfile's commands ${[...this.others].sort().join(', ')}`);
    return this.request;
  }

  private take(name: string, given: string): void {
    const text = name === 'RUN' ? given : this.expand(given);
    if (name === 'FROM') this.add(imageRequest(text.replace(/^(--\S+\s+)+/, '').split(/\s/)[0]));
    else if (name === 'ARG') this.setArgument(text);
    else if (name === 'ENV') this.setVariables(text);
    else if (name === 'WORKDIR') this.folder = join(this.folder, unquoted(text));
    else if (name === 'COPY' || name === 'ADD') this.copy(text);
    else if (name === 'RUN') this.run(given);
  }

  private add(more: EnvironmentRequest): void {
    this.request = combine(this.request, more);
  }

  private setArgument(text: string): void {
    const [, name = text, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
    if (value !== undefined) this.arguments[name] = unquoted(value);
  }

  private setVariables(text: string): void {
    const words = shellCommands(text.replace(/[;|&]/g, '\\$&')).flat();
    const pairs = /^\w+=/.test(text)
      ? words.map(word => /^(\w+)=([\s\S]*)$/.exec(word)?.slice(1) ?? [])
      : [[words[0], text.slice(words[0]?.length ?? 0).trim()]];
    for (const [name, value = ''] of pairs) {
      if (!name) continue;
      this.arguments[name] = value;
      // A value that refers to the image's own variables means nothing here.
      if (!ofImage.test(name) && !value.includes('$')) this.request.variables[name] = value;
    }
  }

  private copy(text: string): void {
    const words = text.startsWith('[')
      ? (JSON.parse(text) as string[])
      : shellCommands(text).flat();
    // A file of another image is not in the context.
    if (words.some(word => word.startsWith('--from'))) return;
    const paths = words.filter(word => !word.startsWith('--'));
    const target = paths.pop() ?? '.';
    for (const from of paths) {
      const to = isAbsolute(target) ? target : join(this.folder, target);
      const isFolder = /(^|\/)\.?$/.test(target) || paths.length > 1;
      this.copies.push({
        from,
        to: normalize(isFolder && isFile(from) ? join(to, basename(from)) : to)
      });
    }
  }

  private run(given: string): void {
    const text = given.replace(/^(--\S+\s+)+/, '').replace(/^<<-?["']?\w+["']?\s*/, '');
    const line = text.startsWith('[') ? jsonWords(text) : this.expand(text);
    for (const words of shellCommands(line)) this.command(plainCommand(words));
  }

  private command(words: string[]): void {
    const [program = '', ...rest] = words;
    const name = basename(program);
    const pip = pipWords(name, rest);
    if (pip) this.pip(pip);
    else if (/^(conda|mamba|micromamba)$/.test(name)) this.conda(rest);
    else if (systemInstaller.test(name)) this.packages(rest);
    else if (name === 'R' || name === 'Rscript') this.usesR = true;
    else if (name !== '' && !trivial.test(name)) this.others.add(name);
  }

  private pip([verb, ...rest]: string[]): void {
    if (verb === 'install') this.install(pipArguments(rest, this.place()));
  }

  private install(install: Install): void {
    const requirements = install.requirements.filter(
      each => !/^(pip|setuptools|wheel)$/i.test(each)
    );
    if (requirements.length > 0) this.request.installs.push({ ...install, requirements });
  }

  private conda([verb = '', ...rest]: string[]): void {
    if (verb === 'run') this.command(afterOptions(rest));
    else if (verb === 'env') {
      const file = optionValue(rest, ['-f', '--file']) ?? rest.find(word => /\.ya?ml$/.test(word));
      if (file !== undefined) this.add(this.condaFile(file));
    } else if (verb === 'install' || verb === 'create') this.add(condaPackages(condaNames(rest)));
  }

  private condaFile(path: string): EnvironmentRequest {
    const text = this.place().files.read(join('.', path));
    if (text === undefined) throw fail('EnvironmentFileMissing', { file: path });
    return condaFile(text, this.files);
  }

  private packages(words: string[]): void {
    const verb = words.findIndex(word => /^(install|add)$/.test(word));
    if (verb < 0) return;
    for (const word of words.slice(verb + 1)) if (/^[a-z0-9]/i.test(word)) this.system.add(word);
  }

  /** The files of the image that come from the context. */
  private place(): { files: ContextFiles; folder: string } {
    const inContext = (path: string) => this.source(path) ?? path.replace(/^\/+/, '');
    return {
      folder: '.',
      files: {
        read: path => this.files.read(inContext(path)) ?? this.files.read(basename(path)),
        locate: path => this.files.locate(inContext(path))
      }
    };
  }

  /** The path in the context of a file of the image. */
  private source(path: string): string | undefined {
    const wanted = isAbsolute(path) ? normalize(path) : join(this.folder, path);
    for (const { from, to } of [...this.copies].reverse()) {
      if (to === wanted) return from;
      const inside = relative(to, wanted);
      if (inside && !inside.startsWith('..') && !isFile(from)) return join(from, inside);
    }
    return undefined;
  }

  private expand(text: string): string {
    const value = (name: string) => this.arguments[name];
    return text.replace(
      /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
      (all: string, braced?: string, fallback?: string, bare?: string) =>
        value(braced ?? bare ?? '') ?? fallback ?? all
    );
  }
}

/** The arguments of pip, in whichever way it is called; undefined for another command. */
function pipWords(name: string, rest: string[]): string[] | undefined {
  if (/^pip[23]?(\.\d+)?$/.test(name)) return rest;
  if (/^python\d?(\.\d+)?$/.test(name) && rest[0] === '-m' && rest[1] === 'pip')
    return rest.slice(2);
  if (name === 'uv' && rest[0] === 'pip') return rest.slice(1).filter(word => word !== '--system');
  return undefined;
}

/** Removes what may stand before the command itself: keywords of the shell, `sudo` and assignments. */
function plainCommand(words: string[]): string[] {
  const first = words.findIndex(
    word => !/^(sudo|then|do|else|!|\(|\{|time|exec|env|-E|\w+=.*)$/.test(word)
  );
  const rest = first < 0 ? [] : words.slice(first).map(word => word.replace(/^\(+/, ''));
  return rest.map((word, at) => (at === rest.length - 1 ? word.replace(/\)+$/, '') : word));
}

function isFile(path: string): boolean {
  return /\.\w+$/.test(path);
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function jsonWords(text: string): string {
  try {
    return (JSON.parse(text) as string[]).map(word => `'${word}'`).join(' ');
  } catch {
    // A shell line that begins with the command `[`.
    return text;
  }
}

/** Options of conda that have a value. */
const condaValues = new Set([
  ...['-n', '--name', '-p', '--prefix', '-c', '--channel', '-f', '--file', '--cwd', '--solver'],
  '--override-frozen'
]);

function afterOptions(words: string[]): string[] {
  let at = 0;
  while (words[at]?.startsWith('-')) at += condaValues.has(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

function condaNames(words: string[]): string[] {
  return words.filter((word, at) => !word.startsWith('-') && !condaValues.has(words[at - 1] ?? ''));
}

function optionValue(words: string[], names: string[]): string | undefined {
  const glued = words.find(word => names.some(name => word.startsWith(`${name}=`)));
  if (glued !== undefined) return glued.slice(glued.indexOf('=') + 1);
  const at = words.findIndex(word => names.includes(word));
  return at < 0 ? undefined : words[at + 1];
}
