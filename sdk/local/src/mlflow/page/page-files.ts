import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the built page in MLflow's wheel. */
const build = join('mlflow', 'server', 'js', 'build');

/**
 * Finds MLflow's own web page, which is part of the Python package `mlflow`. The package may be installed regularly or, by the set-up,
 * without its dependencies in a folder of its own. `mlflow-skinny` does not contain the page.
 */
export class PageFiles {
  private found: string | undefined;

  /** @param path - Folders of executables. The packages of a Python installation are looked for next to each. */
  constructor(private readonly path: readonly string[]) {}

  /** Returns the folder of the built page. Searches again as long as none is found, so that a new installation is used immediately. */
  folder(): string | undefined {
    if (this.found === undefined || !hasPage(this.found))
      this.found = this.path.flatMap(sitePackages).map(withBuild).find(hasPage);
    return this.found;
  }
}

const withBuild = (packages: string) => join(packages, build);
const hasPage = (folder: string) => existsSync(join(folder, 'index.html'));

/** Returns the package folders of the Python with the executables in `bin`, on Unix and Windows, and the folder of the set-up. */
function sitePackages(bin: string): string[] {
  const root = dirname(bin);
  const lib = join(root, 'lib');
  const versions = existsSync(lib)
    ? readdirSync(lib).filter(name => /^python3(\.\d+)?$/.test(name))
    : [];
  return [
    ...versions.flatMap(version => [
      join(lib, version, 'site-packages'),
      join(lib, version, 'dist-packages')
    ]),
    join(root, 'Lib', 'site-packages'),
    join(root, 'share', 'mlflow-page')
  ];
}
