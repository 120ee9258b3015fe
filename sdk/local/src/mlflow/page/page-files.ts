import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a wheel of MLflow keeps its built page. */
const build = join('mlflow', 'server', 'js', 'build');

/**
 * MLflow's own web page, as the Python package `mlflow` brings it, installed with or without what else it needs: in the latter case it
 * lies beside the packages. `mlflow-skinny` has none.
 */
export class PageFiles {
  private found: string | undefined;

  /** `path` are folders of programs: beside each of them may lie the packages of a Python. */
  constructor(private readonly path: readonly string[]) {}

  /** The folder of the built page. Looked for again while there is none, so that an install counts at once. */
  folder(): string | undefined {
    if (this.found === undefined || !hasPage(this.found))
      this.found = this.path.flatMap(sitePackages).map(withBuild).find(hasPage);
    return this.found;
  }
}

const withBuild = (packages: string) => join(packages, build);
const hasPage = (folder: string) => existsSync(join(folder, 'index.html'));

/** Folders of packages of the Python whose programs lie in `bin`, the way Unix and Windows have them, and where the setup puts the page. */
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
