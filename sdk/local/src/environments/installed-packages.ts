import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package in a virtual environment. */
export interface InstalledPackage {
  /** Its name as indexes write it, such as `mlflow-skinny`. */
  name: string;
  version: string;
  /** The folder with the facts about it. */
  folder: string;
}

/** A file of code that a package installed. */
export interface InstalledFile {
  path: string;
  hash: string;
}

/** Lists the packages of a virtual environment. */
export async function installedPackages(venv: string): Promise<InstalledPackage[]> {
  const packages: InstalledPackage[] = [];
  const lib = join(venv, 'lib');
  if (!existsSync(lib)) return packages;
  for (const python of await readdir(lib)) {
    const site = join(lib, python, 'site-packages');
    for (const entry of existsSync(site) ? await readdir(site) : []) {
      const [, name, version] = /^(.+?)-([^-]+)\.dist-info$/.exec(entry) ?? [];
      if (name !== undefined && version !== undefined)
        packages.push({ name: packageName(name), version, folder: join(site, entry) });
    }
  }
  return packages;
}

/** The files of code of a package, without its programs, which are outside of the folder of packages. */
export async function codeOf({ folder }: InstalledPackage): Promise<InstalledFile[]> {
  const lines = (await textOf(folder, 'RECORD')).split('\n');
  return lines.flatMap(line => {
    const [, path, hash] = /^"?([^"]+?\.(?:py|so))"?,([^,]+),/.exec(line) ?? [];
    return path === undefined || hash === undefined || path.startsWith('..')
      ? []
      : [{ path, hash }];
  });
}

/** The names of the packages that a package requires, without those of its extras. */
export async function requiredBy({ folder }: InstalledPackage): Promise<string[]> {
  const lines = (await textOf(folder, 'METADATA')).split('\n');
  return lines.flatMap(line => {
    const [, name, rest = ''] = /^Requires-Dist:\s*([\w.-]+)(.*)$/.exec(line) ?? [];
    return name === undefined || /\bextra\b/.test(rest.slice(Math.max(0, rest.indexOf(';'))))
      ? []
      : [packageName(name)];
  });
}

/** The name of a package as indexes compare it. */
export function packageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

async function textOf(folder: string, file: string): Promise<string> {
  const path = join(folder, file);
  return existsSync(path) ? readFile(path, 'utf8') : '';
}
