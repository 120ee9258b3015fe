import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, run, type CommandOptions } from './build-command.js';
import type { Install } from './environment-request.js';
import type { Installer } from './installer.js';
import { packageName } from './installed-packages.js';
import { separateOverlapping } from './separate-overlapping.js';
import { compareVersions } from './python-version.js';
import type { ChosenPython } from './pythons.js';
import { relaxedVersions } from './relaxed-versions.js';

/** What conda's Python has from the start: jobs call `pip`, and older packages import `pkg_resources`. */
const TOOLS: Install = { requirements: ['pip', 'setuptools<81', 'wheel'] };

export interface BuildOptions extends CommandOptions {
  installs: readonly Install[];
  python: ChosenPython;
  installer: Installer;
  onStep: (step: string) => void;
}

/** What was done differently from the request. */
export interface BuildFacts {
  /** The requirements whose versions were relaxed, because this machine lacks the Python that they were chosen for. */
  relaxed: string[];
  /** The conda packages that PyPI does not have. */
  missing: string[];
  /** Groups of packages that contain the same files, each in the order of installation: the files of the last one are used. */
  overlapping: string[][];
}

/** Builds one environment. Rejects with a BuildError, or with the reason of the signal. */
export async function buildEnvironment(options: BuildOptions): Promise<BuildFacts> {
  const { installer, installs, onOutput, onStep, python } = options;
  const venv = join(options.folder, 'venv');
  const facts: BuildFacts = { relaxed: [], missing: [], overlapping: [] };
  onStep(`creates a virtual environment of Python ${python.version}`);
  await run(installer.createVenv(python, venv), options);
  if (installer.name === 'uv')
    await installOne(TOOLS, 'tools', options).catch((error: unknown) => {
      if (!(error instanceof BuildError)) throw error;
      onOutput('The environment has no pip: its packages could not be fetched.\n');
    });
  for (const [at, install] of installs.entries()) {
    const count = `${install.requirements.length} ${install.requirements.length === 1 ? 'package' : 'packages'}`;
    const step = installs.length > 1 ? ` (step ${at + 1} of ${installs.length})` : '';
    onStep(`installs ${count} and their dependencies with ${installer.name}${step}`);
    facts.overlapping.push(
      ...(await separateOverlapping(options, install, () =>
        installBest(install, String(at), options, facts)
      ))
    );
  }
  return facts;
}

/** Installs the packages; without conda packages that PyPI lacks, and for another Python than the wanted one with relaxed versions. */
async function installBest(
  install: Install,
  name: string,
  options: BuildOptions,
  facts: BuildFacts
): Promise<void> {
  let error: unknown;
  for (const attempt of attempts(install, options.python)) {
    try {
      const missing = await installFound(attempt.install, name, options);
      facts.missing.push(...missing);
      if (attempt.isRelaxed)
        facts.relaxed.push(
          ...install.requirements.filter(each => !attempt.install.requirements.includes(each))
        );
      return;
    } catch (thrown) {
      if (!(thrown instanceof BuildError)) throw thrown;
      error ??= thrown;
    }
  }
  throw error;
}

/** The ways to install, the most faithful first. For another Python than the wanted one, versions that have no wheel are not compiled. */
function attempts(
  install: Install,
  { insteadOf, version }: ChosenPython
): { install: Install; isRelaxed: boolean }[] {
  if (insteadOf === undefined) return [{ install, isRelaxed: false }];
  const relaxed = relaxedVersions(install, compareVersions(version, insteadOf) > 0);
  const wheelsOnly = (each: Install) => ({
    ...each,
    options: [...(each.options ?? []), '--only-binary', ':all:']
  });
  return [
    { install: wheelsOnly(install), isRelaxed: false },
    { install: wheelsOnly(relaxed), isRelaxed: true },
    { install: relaxed, isRelaxed: true }
  ];
}

/** Installs the packages, without the conda packages that PyPI turns out to lack; returns these. */
async function installFound(
  install: Install,
  name: string,
  options: BuildOptions
): Promise<string[]> {
  const missing: string[] = [];
  for (let left = install; ; left = without(install, missing))
    try {
      if (left.requirements.length > 0) await installOne(left, name, options);
      return missing;
    } catch (error) {
      const absent = error instanceof BuildError ? absentPackage(error.output) : undefined;
      const named = left.conda?.find(each => sameName(each, absent ?? ''));
      if (named === undefined || missing.includes(named)) throw error;
      options.onOutput(`PyPI has no '${named}': the conda package is left out.\n`);
      missing.push(named);
    }
}

function without(install: Install, names: string[]): Install {
  const isLeft = (requirement: string) =>
    !names.some(name => sameName(name, /^[\w.-]+/.exec(requirement)?.[0] ?? ''));
  return { ...install, requirements: install.requirements.filter(isLeft) };
}

/** The package that the index does not have, in the words of uv and of pip. */
function absentPackage(output: string): string | undefined {
  const words =
    /(?:Because|and) ([\w.-]+) was not found in the package registry|No matching distribution found for ([\w.-]+)/;
  const [, uv, pip] = words.exec(output) ?? [];
  return uv ?? (output.includes('from versions: none') ? pip : undefined);
}

function sameName(a: string, b: string): boolean {
  return packageName(a) === packageName(b);
}

async function installOne(install: Install, name: string, options: BuildOptions): Promise<void> {
  const { folder, installer } = options;
  const write = (file: string, lines: readonly string[]) => {
    const path = join(folder, file);
    writeFileSync(path, lines.map(line => `${line}\n`).join(''));
    return path;
  };
  const file = write(`requirements-${name}.txt`, install.requirements);
  const constraints = install.constraints && write(`constraints-${name}.txt`, install.constraints);
  await run(installer.install(join(folder, 'venv'), install, file, constraints), options);
}
