import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { requireFromTslab } from './tslab-require.mjs';

/** The types of Node.js, which every notebook has without an import. */
const NODE_TYPES = '@types/node';
const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * Restricts the types that TypeScript reads at the start of the kernel to those of packages that the project declares.
 *
 * Without an import, TypeScript reads every package below `node_modules/@types`, also those that only other packages need: of this
 * checkout more than 50, among them d3 and React, for more than a second at the start of each notebook. The types of a package that a
 * cell imports are found all the same.
 */
export function readDeclaredTypesOnly() {
  const { sys } = requireFromTslab('@tslab/typescript-for-tslab');
  const { getDirectories } = sys;
  sys.getDirectories = folder => {
    const names = getDirectories.call(sys, folder);
    if (path.basename(folder) !== '@types') return names;
    const declared = declaredPackages(path.dirname(folder));
    return declared ? names.filter(name => declared.has(`@types/${name}`)) : names;
  };
}

/**
 * Returns the packages that the project of a folder `node_modules`, and its npm workspaces, declare; undefined if it has no
 * package.json that can be read, as a folder of packages that are installed globally.
 */
export function declaredPackages(nodeModules) {
  try {
    const real = realpathSync(nodeModules);
    const project = readJson(path.join(real, '..', 'package.json'));
    const projects = [project, ...(project.workspaces ? workspacesOf(real) : [])];
    return new Set([
      NODE_TYPES,
      ...projects.flatMap(each => FIELDS.flatMap(field => Object.keys(each[field] ?? {})))
    ]);
  } catch {
    return undefined;
  }
}

/** The workspaces of a project, as npm records them. */
function workspacesOf(nodeModules) {
  const { packages } = readJson(path.join(nodeModules, '.package-lock.json'));
  return Object.entries(packages).flatMap(([place, manifest]) =>
    place.split('/').includes('node_modules') ? [] : [manifest]
  );
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
