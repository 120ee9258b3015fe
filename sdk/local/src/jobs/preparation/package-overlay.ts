import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { jobPath, type Machine } from '../../machine.js';
import { findBasePython, type BasePython } from './base-python.js';

/**
 * Gives a job an environment of its own on top of the one that it shares with others: what `pip`, `uv` and `npm` install in the job is in
 * its folder, wins over the shared packages, and is removed with the folder.
 */
export async function overlayPackages(
  machine: Machine,
  folder: string,
  inheritedPath: string
): Promise<Machine> {
  const base = await findBasePython(jobPath(machine, inheritedPath));
  const npm = join(folder, 'npm');
  const shared: Machine = {
    ...machine,
    path: [join(npm, 'bin'), ...machine.path],
    variables: { ...machine.variables, npm_config_prefix: npm }
  };
  // npm installs into the nearest folder above that has packages, which would be the shared one.
  await mkdir(join(folder, 'work', 'node_modules'), { recursive: true });
  if (!base || process.platform === 'win32') return shared;
  const overlay = join(folder, 'python');
  await createOverlay(base, overlay);
  return {
    ...shared,
    path: [join(overlay, 'bin'), ...shared.path],
    virtualEnv: overlay,
    variables: { ...jupyterOf(base), ...shared.variables, PYTHONUSERBASE: join(overlay, 'user') }
  };
}

/** Creates a virtual environment without packages, which finds those of its base, with the programs of the base. */
async function createOverlay(base: BasePython, overlay: string): Promise<void> {
  const bin = join(overlay, 'bin');
  const packages = join(overlay, 'lib', `python${base.version}`, 'site-packages');
  await Promise.all([bin, packages].map(each => mkdir(each, { recursive: true })));
  await Promise.all([
    writeFile(
      join(overlay, 'pyvenv.cfg'),
      [
        `home = ${dirname(base.interpreter)}`,
        `include-system-site-packages = ${base.usesSystemPackages}`,
        `version = ${base.version}`,
        `executable = ${base.interpreter}`,
        ''
      ].join('\n')
    ),
    writeFile(join(packages, '_base.pth'), addSites(base.packages)),
    symlink('lib', join(overlay, 'lib64')),
    symlink(base.interpreter, join(bin, 'python')),
    ...['python3', `python${base.version}`].map(name => symlink('python', join(bin, name))),
    ...base.scripts.map(({ name, content }) => writeFile(join(bin, name), content, { mode: 0o755 }))
  ]);
}

/** A line that adds folders of packages together with their own .pth files, such as those of editable installs. */
function addSites(folders: readonly string[]): string {
  return folders
    .map(folder => `import site; site.addsitedir(${JSON.stringify(folder)})\n`)
    .join('');
}

/** Jupyter looks for kernels and settings below the prefix of the running Python, so it needs the place of the base's. */
function jupyterOf({ prefix }: BasePython): Record<string, string> {
  const places = {
    JUPYTER_PATH: join(prefix, 'share', 'jupyter'),
    JUPYTER_CONFIG_PATH: join(prefix, 'etc', 'jupyter')
  };
  return Object.fromEntries(Object.entries(places).filter(([, place]) => existsSync(place)));
}
