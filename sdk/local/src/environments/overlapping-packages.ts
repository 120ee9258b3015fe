import { basename } from 'node:path';
import { codeOf, requiredBy, type InstalledPackage } from './installed-packages.js';

/**
 * Finds packages that contain the same files in different versions, such as `mlflow` and `mlflow-skinny`. uv installs packages at the
 * same time, so that their files can end up mixed. pip installs one after another, and the files of the last one stand. Returns groups of
 * such packages, each in pip's order.
 */
export async function overlappingPackages(
  packages: readonly InstalledPackage[]
): Promise<InstalledPackage[][]> {
  const groups = groupsOf(await mixedPairs(packages));
  if (groups.length === 0) return [];
  const order = await installationOrder(packages);
  return groups.map(group => order.filter(each => group.has(each)));
}

/** One file alone cannot be a mixture. */
const MIN_SHARED_FILES = 2;

interface Overlap {
  pair: [InstalledPackage, InstalledPackage];
  paths: string[];
}

/** Pairs of packages that share files of code with different content, besides the `__init__.py` of namespaces. */
async function mixedPairs(packages: readonly InstalledPackage[]): Promise<Overlap['pair'][]> {
  const owners = new Map<string, { owner: InstalledPackage; hash: string }[]>();
  const overlaps = new Map<string, Overlap>();
  // Read one after another: each package is a turn of the event loop.
  for (const owner of packages)
    for (const { path, hash } of await codeOf(owner)) {
      const others = owners.get(path) ?? [];
      for (const other of others) {
        if (other.hash === hash) continue;
        const key = `${other.owner.folder} ${owner.folder}`;
        const overlap = overlaps.get(key) ?? { pair: [other.owner, owner], paths: [] };
        overlap.paths.push(path);
        overlaps.set(key, overlap);
      }
      owners.set(path, [...others, { owner, hash }]);
    }
  return [...overlaps.values()]
    .filter(({ paths }) => paths.length >= MIN_SHARED_FILES && !paths.every(isNamespace))
    .map(({ pair }) => pair);
}

function isNamespace(path: string): boolean {
  return basename(path) === '__init__.py';
}

/** Joins pairs that have a package in common. */
function groupsOf(pairs: readonly Overlap['pair'][]): Set<InstalledPackage>[] {
  let groups: Set<InstalledPackage>[] = [];
  for (const pair of pairs) {
    const touched = groups.filter(group => pair.some(each => group.has(each)));
    const joined = new Set([...touched.flatMap(group => [...group]), ...pair]);
    groups = [...groups.filter(group => !touched.includes(group)), joined];
  }
  return groups;
}

/**
 * The order in which pip installs packages: again and again those that require no other that is left, from the end of the alphabet.
 * Packages that require each other come last.
 */
async function installationOrder(
  packages: readonly InstalledPackage[]
): Promise<InstalledPackage[]> {
  const names = new Set(packages.map(each => each.name));
  const required = new Map<InstalledPackage, string[]>();
  for (const each of packages)
    required.set(
      each,
      (await requiredBy(each)).filter(name => name !== each.name && names.has(name))
    );
  const order: InstalledPackage[] = [];
  let left = [...packages].sort((a, b) => (a.name < b.name ? 1 : -1));
  while (left.length > 0) {
    const isFree = (each: InstalledPackage) => !required.get(each)?.some(name => names.has(name));
    const free = left.filter(isFree);
    const next = free.length > 0 ? free : left;
    order.push(...next);
    for (const { name } of next) names.delete(name);
    left = left.filter(each => !next.includes(each));
  }
  return order;
}
