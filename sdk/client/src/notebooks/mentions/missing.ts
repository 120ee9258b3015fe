import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Notebook } from '../notebook.js';
import type { Snapshot } from '../snapshot.js';
import type { Mentions } from './mentions.js';
import { pythonMentions } from './python-mentions.js';
import { scriptMentions } from './script-mentions.js';

/** Something that a cell needs and that its job would not have. */
export interface Missing {
  kind: 'file' | 'module' | 'variable';
  /** The path as the cell writes it, or the name of the module or variable. */
  name: string;
  /** Number of the code cell, from 1. */
  cell: number;
}

/** Variables that every job has, or that belong to the machine. */
const KNOWN_VARIABLES =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|TE?MP|LANG|TZ|HOSTNAME|(?:AZUREML|AZURE_ML|AZ|MLFLOW|CARRY|IDENTITY|MSI|LC|PYTHON|NODE|CUDA|NVIDIA|OMP|JPY|JUPYTER)_?.*)$/;

/** More mentions of files are not looked up. */
const MOST_LOOKED_UP = 500;

/**
 * Finds what the cells of a notebook need and a submit does not upload or set. Only what is certain without running a cell is
 * reported: files that exist here and are read under a relative path that is a literal, modules that are files here, and
 * environment variables that are read without a default, are set nowhere in the notebook, and are not `given`.
 */
export async function findMissing(
  notebook: Notebook,
  snapshot: Snapshot,
  given: readonly string[] = []
): Promise<Missing[]> {
  const cells = mentionsOf(notebook);
  const others = new Set(cells.flatMap(mentions => mentions.others));
  const lookUp = new LookUp(snapshot);
  const found = await Promise.all(
    cells.map(async ({ reads, modules, variables }, index): Promise<Missing[]> => {
      const as = (kind: Missing['kind'], names: readonly string[]) =>
        names.map(name => ({ kind, name, cell: index + 1 }));
      const files = reads.filter(name => isRelativePath(name) && !others.has(name));
      const needed = variables.filter(
        name => !KNOWN_VARIABLES.test(name) && !others.has(name) && !given.includes(name)
      );
      return [
        ...as('file', await lookUp.leftOut(files, name => [name])),
        ...as('module', await lookUp.leftOut(modules, name => modulePaths(name, notebook))),
        ...as('variable', loadsVariables(notebook) ? [] : needed)
      ];
    })
  );
  return unique(found.flat());
}

/** True if the notebook sets variables in a way that is not read here. */
function loadsVariables({ cells }: Notebook): boolean {
  return cells.some(({ source }) => /dotenv|^\s*%(?:set_)?env\b/m.test(source));
}

/** Reads every code cell; those of other languages mention nothing. */
function mentionsOf({ cells, language }: Notebook): Mentions[] {
  const read =
    language === 'python'
      ? pythonMentions
      : language === 'typescript' || language === 'javascript'
        ? scriptMentions
        : undefined;
  return read ? cells.filter(({ type }) => type === 'code').map(({ source }) => read(source)) : [];
}

function isRelativePath(text: string): boolean {
  return text.length < 256 && !/^[/\\~]|^\w+:|[\0\n*?<>|]|(?:^|[/\\])\.{0,2}$/.test(text);
}

/** The files that an import can mean here. */
function modulePaths(name: string, { language }: Notebook): string[] {
  if (language === 'python') return [`${name}.py`, `${name}/__init__.py`];
  if (!/^\.{1,2}\//.test(name)) return [];
  const bare = name.replace(/\.[cm]?js$/, '');
  return [name, ...['.ts', '.js', '.mjs', '/index.ts', '/index.js'].map(end => `${bare}${end}`)];
}

/** Looks up files and folders that exist here and that a snapshot leaves out. */
class LookUp {
  private count = 0;

  constructor(private readonly snapshot: Snapshot) {}

  /** Returns the names of which one of the paths is left out. */
  async leftOut(
    names: readonly string[],
    pathsOf: (name: string) => readonly string[]
  ): Promise<string[]> {
    const found: string[] = [];
    for (const name of names)
      for (const path of pathsOf(name))
        if (await this.isLeftOut(path)) {
          found.push(name);
          break;
        }
    return found;
  }

  private async isLeftOut(path: string): Promise<boolean> {
    const { root, ignored } = this.snapshot;
    const absolute = resolve(root, path);
    const inside = relative(root, absolute).split(sep).join('/');
    const isOutside = inside === '..' || inside.startsWith('../');
    const isIgnored = ignored.some(one => inside === one || inside.startsWith(`${one}/`));
    if (inside === '' || !(isOutside || isIgnored)) return false;
    this.count += 1;
    if (this.count > MOST_LOOKED_UP) return false;
    return stat(absolute).then(
      () => true,
      () => false
    );
  }
}

function unique(found: readonly Missing[]): Missing[] {
  const byName = new Map<string, Missing>();
  for (const one of found) {
    const key = `${one.kind} ${one.name}`;
    if (!byName.has(key)) byName.set(key, one);
  }
  return [...byName.values()];
}
