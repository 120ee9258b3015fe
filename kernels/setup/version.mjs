#!/usr/bin/env node
// `npm run version -- 0.2.0`: sets one version for the npm packages and the wheel. A release candidate is `0.2.0-rc.1`.
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, reportFailures } from './failure.mjs';
import { root } from './places.mjs';

// As npm reads it: no leading zeros, and no number beyond JavaScript's exact integers.
const NUMBER = '(0|[1-9]\\d{0,14})';
const pattern = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-rc\\.${NUMBER})?$`);

/** The other files that contain the version, each with the expression that finds it. */
const others = [
  { file: 'extension/pyproject.toml', line: /^(version = ")([^"]+)(")$/m, write: pythonVersion },
  {
    file: 'sdk/client/src/arm/client/version.ts',
    line: /^(export const VERSION = ')([^']+)(';)$/m
  },
  { file: 'sdk/local/src/version.ts', line: /^(export const VERSION = ')([^']+)(';)$/m }
];

/** The version as Python writes it: `0.2.0rc1` for `0.2.0-rc.1`. */
export function pythonVersion(version) {
  return version.replace('-rc.', 'rc');
}

/**
 * Returns every place of a checkout that contains the version, with the version there. A range such as `^0.1.0` on one of
 * our packages counts as its version.
 *
 * @returns {{ place: string, version: string }[]} in Python's spelling for files that Python reads
 */
export function versionsIn(folder = root) {
  const names = packageNames(folder);
  const ofManifests = manifests(folder).flatMap(file => {
    const manifest = readJson(folder, file);
    return [
      { place: file, version: manifest.version },
      ...ranges(manifest, names).map(({ kind, name, range }) => ({
        place: `${file}, ${kind}, ${name}`,
        version: range.replace(/^\^/, '')
      }))
    ];
  });
  const ofOthers = others.map(({ file, line }) => ({
    place: file,
    version: line.exec(read(folder, file))?.[2] ?? 'none'
  }));
  return [...ofManifests, ...ofOthers];
}

/** Writes a version to every place of a checkout. @throws {Failure} when the text is not a version, or older than the present one */
export function setVersion(version, folder = root) {
  const present = readJson(folder, 'package.json').version;
  if (!pattern.test(version))
    throw new Failure(
      `'${version}' is not a version. Write it as 0.2.0, or as 0.2.0-rc.1 for a release candidate.`
    );
  if (isOlder(version, present))
    throw new Failure(`The version ${version} is older than the present one, ${present}.`);
  const names = packageNames(folder);
  for (const file of manifests(folder)) {
    const manifest = readJson(folder, file);
    setIn(manifest, names, version);
    writeJson(folder, file, manifest);
  }
  const lock = readJson(folder, 'package-lock.json');
  lock.version = version;
  for (const [place, entry] of Object.entries(lock.packages))
    if (!place.startsWith('node_modules/')) setIn(entry, names, version);
  writeJson(folder, 'package-lock.json', lock);
  for (const { file, line, write = same => same } of others)
    writeFileSync(
      path.join(folder, file),
      read(folder, file).replace(line, `$1${write(version)}$3`)
    );
}

function setIn(manifest, names, version) {
  if (manifest.version !== undefined) manifest.version = version;
  for (const { kind, name } of ranges(manifest, names)) manifest[kind][name] = `^${version}`;
}

/** The ranges of a manifest on our other packages; without `*`, which matches every version. */
function ranges(manifest, names) {
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
    kind =>
      Object.entries(manifest[kind] ?? {})
        .filter(([name, range]) => names.includes(name) && range !== '*')
        .map(([name, range]) => ({ kind, name, range }))
  );
}

/** The `package.json` of the checkout and of each of its workspaces. */
function manifests(folder) {
  const folders = readJson(folder, 'package.json').workspaces.flatMap(each =>
    each.endsWith('/*')
      ? readdirSync(path.join(folder, each.slice(0, -2))).map(name => each.replace('*', name))
      : [each]
  );
  return ['package.json', ...folders.map(each => `${each}/package.json`)].filter(file =>
    existsSync(path.join(folder, file))
  );
}

const packageNames = folder => manifests(folder).map(file => readJson(folder, file).name);

function isOlder(version, than) {
  const [a, b] = [version, than].map(text => {
    const [, major, minor, patch, candidate] = pattern.exec(text);
    return [major, minor, patch, candidate ?? Infinity].map(Number);
  });
  const at = a.findIndex((number, index) => number !== b[index]);
  return at !== -1 && a[at] < b[at];
}

const read = (folder, file) => readFileSync(path.join(folder, file), 'utf8');
const readJson = (folder, file) => JSON.parse(read(folder, file));
const writeJson = (folder, file, value) =>
  writeFileSync(path.join(folder, file), `${JSON.stringify(value, null, 2)}\n`);

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await reportFailures(() => {
    const [version, ...more] = process.argv.slice(2);
    if (more.length > 0)
      throw new Failure(`'${more[0]}' is one argument too many: give one version.`);
    if (version === undefined)
      throw new Failure(
        `The version is ${readJson(root, 'package.json').version}. 'npm run version -- 0.2.0' sets another one.`
      );
    setVersion(version);
    console.log(`The npm packages and the wheel have the version ${version} now.`);
  });
