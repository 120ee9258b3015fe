import { basename } from 'node:path/posix';
import { condaFile, condaPackages } from './conda-file.js';
import { instructions, stageChain, stagesOf, type Instruction, type Stage } from './dockerfile.js';
import { expandVariables } from './docker-variables.js';
import { combine, emptyRequest } from './environment-request.js';
import type { ContextFiles, EnvironmentRequest, Install } from './environment-request.js';
import { fail } from './errors.js';
import { openedDocuments, takeDocument, type HereDocument } from './here-documents.js';
import { ImageFiles } from './image-files.js';
import { imageRequest } from './images.js';
import { managerCommand, pipWords } from './pip-command.js';
import { pipArguments } from './requirement-lines.js';
import { plainText, plainWords, scriptCommands, type ShellCommand } from './shell-words.js';

/** Variables of an image that would break a job on this machine, or concern only the image. */
const ofImage =
  /^(PATH|HOME|USER|SHELL|PWD|LD_\w+|CONDA_\w+|AZUREML_CONDA_\w+|VIRTUAL_ENV|PYTHONHOME|DEBIAN_FRONTEND|SVDIR|PIP_\w+)$/;

/** Commands without an effect on a Python environment. */
const trivial =
  /^(rm|mkdir|cd|echo|printf|ln|cp|mv|chmod|chown|set|true|test|\[|export|source|\.|cat|touch|bash|sh|exit|done|fi|for|if|while|uv|python\d?(\.\d+)?)$/;
const systemInstaller = /^(apt|apt-get|yum|dnf|apk|microdnf)$/;

/** Folders in which Python packages are. */
const packageFolder =
  /^\/(usr(\/local)?(\/lib.*)?|opt)?\/?$|(site|dist)-packages|\/\.local|venv|\/envs?(\/|$)|conda/;

/** Reads what a Dockerfile installs for Python. Everything else that it does is listed as not honoured. */
export function dockerBuild(dockerfile: string, files: ContextFiles): EnvironmentRequest {
  const { globals, stages } = stagesOf(instructions(dockerfile));
  return new DockerStages(globals, stages, files).request(stages.length - 1);
}

/** The stages of a Dockerfile, each read at most once. */
class DockerStages {
  private readonly requests = new Map<number, EnvironmentRequest>();

  constructor(
    private readonly globals: readonly Instruction[],
    private readonly stages: readonly Stage[],
    private readonly files: ContextFiles
  ) {}

  request(index: number): EnvironmentRequest {
    const known = this.requests.get(index);
    if (known) return known;
    const build = new DockerBuild(this.files, (name, paths) => this.copied(name, paths, index));
    const chain = this.stages.length > 0 ? stageChain(this.stages, index) : [];
    const request = build.read([...this.globals, ...chain]);
    this.requests.set(index, request);
    return request;
  }

  /** What COPY brings from an earlier stage or from another image. */
  private copied(name: string, paths: readonly string[], before: number): EnvironmentRequest {
    const index = /^\d+$/.test(name)
      ? Number(name)
      : this.stages.slice(0, before).findLastIndex(stage => stage.name === name.toLowerCase());
    const stage = index >= 0 && index < before ? this.stages[index] : undefined;
    if (!stage) return { ...emptyRequest(), ignored: [`files of the image '${name}'`] };
    const scripts = stage.body.filter(each => each.name === 'RUN').map(({ text }) => text);
    const isInstalled = (path: string) =>
      packageFolder.test(path) || scripts.some(script => script.includes(path));
    if (!paths.some(isInstalled))
      return { ...emptyRequest(), ignored: [`files of the stage '${name}'`] };
    return { ...emptyRequest(), installs: this.request(index).installs };
  }
}

class DockerBuild {
  private request = emptyRequest();
  private readonly image: ImageFiles;
  /** The values of ARG and of ENV, which wins. */
  private readonly arguments = new Map<string, string>();
  private readonly variables = new Map<string, string>();
  /** The values of ARG before the first FROM, which a stage has to declare again. */
  private globals = new Map<string, string>();
  private readonly others = new Set<string>();
  private readonly system = new Set<string>();
  private usesR = false;

  /** `copied` returns what COPY brings from another stage or image. */
  constructor(
    private readonly files: ContextFiles,
    private readonly copied: (from: string, paths: readonly string[]) => EnvironmentRequest
  ) {
    this.image = new ImageFiles(files);
  }

  read(all: readonly Instruction[]): EnvironmentRequest {
    for (const { name, text } of all) this.take(name, text);
    const { ignored } = this.request;
    if (this.system.size > 0)
      ignored.push(`the system packages ${[...this.system].sort().join(', ')}`);
    if (this.usesR) ignored.push('the packages of R');
    if (this.others.size > 0)
      ignored.push(`the Dockerfile's commands ${[...this.others].sort().join(', ')}`);
    return this.request;
  }

  private take(name: string, text: string): void {
    if (name === 'FROM') this.from(this.expand(text));
    else if (name === 'ARG') this.setArguments(this.expand(text));
    else if (name === 'ENV') this.setVariables(this.expand(text));
    else if (name === 'WORKDIR') this.image.enter(plainText(this.expand(text)));
    else if (name === 'COPY' || name === 'ADD') this.copy(text);
    else if (name === 'RUN') this.run(text);
    else if (name === 'ONBUILD')
      this.request.ignored.push('ONBUILD, which concerns images that are built from this one');
  }

  private add(more: EnvironmentRequest): void {
    this.request = combine(this.request, more);
  }

  private from(text: string): void {
    this.add(imageRequest(text.replace(/^(--\S+\s+)+/, '').split(/\s/)[0]));
    this.globals = new Map(this.arguments);
    this.arguments.clear();
  }

  private setArguments(text: string): void {
    for (const word of plainWords(text)) {
      const [, name = word, value = this.globals.get(name)] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
      if (value !== undefined) this.arguments.set(name, value);
    }
  }

  private setVariables(text: string): void {
    const [first = ''] = plainWords(text);
    const pairs = /^\w+=/.test(text)
      ? plainWords(text).map(word => /^(\w+)=([\s\S]*)$/.exec(word)?.slice(1) ?? [])
      : [[first, plainText(text.slice(first.length).trim())]];
    for (const [name, value = ''] of pairs) {
      if (!name) continue;
      this.variables.set(name, value);
      if (ofImage.test(name)) continue;
      if (value.includes('$'))
        this.request.ignored.push(`the variable ${name}, whose value only the image knows`);
      else this.request.variables[name] = value;
    }
  }

  private copy(given: string): void {
    const [first = '', ...lines] = given.split('\n');
    const text = this.expand(first);
    const words = jsonWords(text) ?? plainWords(text);
    const from = words.find(word => word.startsWith('--from='))?.slice('--from='.length);
    const paths = words.filter(word => !/^(--|<<)/.test(word));
    const target = paths.pop() ?? '.';
    if (from !== undefined) this.add(this.copied(from, paths));
    else this.image.copy(paths, target);
    const reversed = lines.reverse();
    for (const document of openedDocuments(first)) {
      const written = takeDocument(document, () => reversed.pop()).text;
      this.image.write(
        target.endsWith('/') ? target + document.end : target,
        document.isQuoted ? written : this.expand(written)
      );
    }
  }

  private run(given: string): void {
    const { folder } = this.image;
    const text = given.replace(/^(--\S+\s+)+/, '');
    const words = jsonWords(text);
    const [first = '', ...lines] = text.split('\n');
    const [document, ...more] = openedDocuments(first);
    if (words) this.command({ words: plainCommand(words) });
    else if (document && more.length === 0 && /^<<\S+\s*$/.test(first))
      this.document(document, lines.reverse());
    else this.script(text);
    this.image.folder = folder;
  }

  /** Runs a here-document that is the script itself; its first line may name another program than the shell. */
  private document(document: HereDocument, reversed: string[]): void {
    const { text } = takeDocument(document, () => reversed.pop());
    const program = /^#!\s*(\S+)(?:[^\S\n]+(\S+))?/.exec(text);
    const name = basename((/env$/.test(program?.[1] ?? '') ? program?.[2] : program?.[1]) ?? 'sh');
    if (isShell.test(name)) this.script(text);
    else this.request.ignored.push(`a script for ${name} in the Dockerfile`);
  }

  private script(text: string): void {
    for (const command of scriptCommands(this.expand(text)))
      this.command({ ...command, words: plainCommand(command.words) });
  }

  private command(given: ShellCommand): void {
    const [program = '', ...rest] = given.words;
    const name = basename(program);
    const pip = pipWords(name, rest);
    const script = isShell.test(name) ? (scriptOption(rest) ?? given.input) : undefined;
    if (pip) this.pip(pip);
    else if (script !== undefined) this.script(script);
    else if (/^(conda|mamba|micromamba)$/.test(name)) this.conda(rest);
    else if (systemInstaller.test(name)) this.packages(rest);
    else if (name === 'R' || name === 'Rscript') this.usesR = true;
    else if (name === 'cd') this.image.enter(rest[0] ?? '/');
    else this.other(name, rest, given);
  }

  private other(name: string, rest: string[], { input, output }: ShellCommand): void {
    const manager = managerCommand(name, rest);
    const text = name === 'cat' ? input : printedText(name, rest);
    if (manager !== undefined) this.others.add(manager);
    // A requirements file may be written so.
    else if (output && text !== undefined) this.image.write(output.path, text, output);
    else if (name !== '' && !trivial.test(name)) this.others.add(name);
  }

  private pip([verb = '', ...rest]: string[]): void {
    if (verb === 'wheel' || verb === 'download') this.others.add(`pip ${verb}`);
    if (verb !== 'install') return;
    const unresolved = (word: string) =>
      this.request.ignored.push(`'${word}' of pip install, whose value only the image knows`);
    this.install(pipArguments(rest, { ...this.image.place, unresolved }));
  }

  private install(install: Install): void {
    const requirements = install.requirements.filter(
      each => !/^(pip|setuptools|wheel)$/i.test(each)
    );
    if (requirements.length > 0) this.request.installs.push({ ...install, requirements });
  }

  private conda([verb = '', ...rest]: string[]): void {
    if (verb === 'run') this.command({ words: afterOptions(rest) });
    else if (verb === 'env') {
      const file = optionValue(rest, ['-f', '--file']) ?? rest.find(word => /\.ya?ml$/.test(word));
      if (file !== undefined) this.add(this.condaFile(file));
    } else if (verb === 'install' || verb === 'create')
      this.add(condaPackages([...condaNames(rest), ...this.condaList(rest)]));
  }

  private condaFile(path: string): EnvironmentRequest {
    return condaFile(this.fileText(path), this.files);
  }

  /** The packages in the file that `conda install --file` names, one a line. */
  private condaList(rest: string[]): string[] {
    const file = optionValue(rest, ['-f', '--file']);
    if (file === undefined) return [];
    const lines = this.fileText(file)
      .split(/\r?\n/)
      .map(line => line.replace(/#.*$/, '').trim());
    return lines.filter(line => line !== '' && !line.startsWith('@'));
  }

  private fileText(path: string): string {
    const text = this.image.place.files.read(path);
    if (text === undefined) throw fail('EnvironmentFileMissing', { file: path });
    return text;
  }

  private packages(words: string[]): void {
    const verb = words.findIndex(word => /^(install|add)$/.test(word));
    if (verb < 0) return;
    for (const word of words.slice(verb + 1)) if (/^[a-z0-9]/i.test(word)) this.system.add(word);
  }

  private expand(text: string): string {
    return expandVariables(text, name => this.variables.get(name) ?? this.arguments.get(name));
  }
}

const isShell = /^(ba|da|z)?sh$/;

/** The text that a command prints; undefined for a command whose output is unknown. */
function printedText(name: string, words: readonly string[]): string | undefined {
  if (name === 'echo') {
    const shown = words.filter((word, at) => at > 0 || !/^-[neE]+$/.test(word)).join(' ');
    return `${/^-\w*e/.test(words[0] ?? '') ? shown.replaceAll('\\n', '\n') : shown}\n`;
  }
  if (name !== 'printf') return undefined;
  const [format = '', ...values] = words;
  const lines =
    values.length > 0 ? values.map(value => format.replace(/%s|%b/, () => value)) : [format];
  return lines.join('').replaceAll('\\n', '\n');
}

/** Removes what may stand before the command itself: keywords of the shell, `sudo` and assignments. */
function plainCommand(words: string[]): string[] {
  const first = words.findIndex(
    word => !/^(sudo|then|do|else|!|\(|\{|time|exec|env|-E|\w+=.*)$/.test(word)
  );
  const rest = first < 0 ? [] : words.slice(first).map(word => word.replace(/^\(+/, ''));
  return rest.map((word, at) => (at === rest.length - 1 ? word.replace(/(?<!\))\)+$/, '') : word));
}

/** The words of an instruction in the form of JSON. Like Docker, takes a text that is no list of words for a shell line, which may begin with `[`. */
function jsonWords(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    const isList = Array.isArray(words) && words.every(word => typeof word === 'string');
    return isList ? words : undefined;
  } catch {
    return undefined;
  }
}

/** The commands that a shell gets by its option `-c`, which may be among others as in `-exc`. */
function scriptOption(rest: readonly string[]): string | undefined {
  const option = rest.findIndex(word => /^-[a-z]*c$/.test(word));
  return option < 0 ? undefined : rest[option + 1];
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
