import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pathFolders } from '../../machine.js';

/** The Python installation or virtual environment on which the environments of jobs are based. */
export interface BasePython {
  /** The interpreter itself, outside all virtual environments. */
  interpreter: string;
  /** The prefix of the installation or virtual environment. */
  prefix: string;
  /** Major and minor version, such as `3.11`. */
  version: string;
  /** Folders with packages, if it is a virtual environment; its own Python finds those of an installation. */
  packages: string[];
  /** Whether the environment also uses the packages of the interpreter's installation. */
  usesSystemPackages: boolean;
  /** The programs of its packages, which its own interpreter runs. */
  scripts: Script[];
}

/** A program of a package, to be run by the interpreter in the same folder as the script. */
export interface Script {
  name: string;
  content: string;
}

type Facts = Omit<BasePython, 'scripts'> & { scriptFolder: string };

const describe = `
import json, os, site, sys, sysconfig
venv = sys.prefix != sys.base_prefix
interpreter = getattr(sys, "_base_executable", None) or sys.executable
system = not venv
if venv:
    with open(os.path.join(sys.prefix, "pyvenv.cfg")) as f:
        lines = (line.partition("=") for line in f)
        system = any(k.strip() == "include-system-site-packages" and v.strip() == "true" for k, _, v in lines)
print(json.dumps({
    "interpreter": os.path.realpath(interpreter),
    "prefix": sys.prefix,
    "version": "%d.%d" % sys.version_info[:2],
    "packages": [p for p in dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])] if venv else [],
    "usesSystemPackages": system,
    "scriptFolder": sysconfig.get_path("scripts"),
}))
`;

/** Descriptions of the interpreters that were asked: to start one takes longer than everything else in the preparation of a job. */
const known = new Map<string, Promise<Facts | undefined>>();
const scriptsOf = new Map<string, { at: number; scripts: Promise<Script[]> }>();

/** Finds the `python` that a PATH leads to. Undefined where there is none that runs. */
export async function findBasePython(path: string): Promise<BasePython | undefined> {
  const python = onPath(path);
  if (python === undefined) return undefined;
  // An environment may be replaced by another of the same path.
  const key = `${python} ${(await stat(python)).mtimeMs}`;
  const asked = known.get(key) ?? ask(python);
  known.set(key, asked);
  const facts = await asked;
  return facts && { ...facts, scripts: await scripts(facts.scriptFolder) };
}

function onPath(path: string): string | undefined {
  const files = ['python', 'python3'].flatMap(name =>
    pathFolders(path).map(folder => join(folder, name))
  );
  return files.find(file => existsSync(file));
}

async function ask(python: string): Promise<Facts | undefined> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-Ic', describe]);
    return JSON.parse(stdout) as Facts;
  } catch {
    // A placeholder of the system, or a damaged installation: a job that needs Python will say so itself.
    return undefined;
  }
}

/** Reads the scripts again when one was added or removed. */
async function scripts(folder: string): Promise<Script[]> {
  if (!existsSync(folder)) return [];
  const { mtimeMs } = await stat(folder);
  const cached = scriptsOf.get(folder);
  if (cached?.at === mtimeMs) return cached.scripts;
  const read = readScripts(folder);
  scriptsOf.set(folder, { at: mtimeMs, scripts: read });
  return read;
}

async function readScripts(folder: string): Promise<Script[]> {
  const found: Script[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isFile() || !(await startsLikeScript(path))) continue;
    const body = withoutInterpreter(await readFile(path, 'utf8'), folder);
    if (body !== undefined) found.push({ name: entry.name, content: relativeInterpreter + body });
  }
  return found;
}

async function startsLikeScript(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1') === '#!';
  } finally {
    await file.close();
  }
}

/** Lines that a shell executes and Python reads as a string: the interpreter is that in the folder of the script. */
const relativeInterpreter = `#!/bin/sh
'''exec' "\${0%/*}/python" "$0" "$@"
' '''
`;

/** The two ways in which installers write the interpreter of a script; the second is for long paths. */
const interpreterLines = [
  /^#!\s*"?([^"\s]+)(?=["\s])"?[^\n]*\n/,
  /^#!\/bin\/sh\n'''exec' "?([^"\n]+?)"? "\$0" "\$@"\n' '''\n/
];

/** Returns the part of a script after the lines that choose the interpreter, if that is the Python of this folder. */
function withoutInterpreter(text: string, folder: string): string | undefined {
  for (const lines of interpreterLines) {
    const [start = '', interpreter = ''] = lines.exec(text) ?? [];
    if (/^python[\d.]*$/.test(basename(interpreter)) && isSameFolder(dirname(interpreter), folder))
      return text.slice(start.length);
  }
  return undefined;
}

/** Installers write the real path of an environment or that of a link to it. */
function isSameFolder(one: string, other: string): boolean {
  return existsSync(one) && realpathSync(one) === realpathSync(other);
}
