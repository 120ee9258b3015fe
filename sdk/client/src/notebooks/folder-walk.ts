import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fail } from './errors.js';
import type { IgnoreRules } from './ignore-rules.js';

/** One thing met on the way through a folder; `path` is relative to the root, with `/`. */
export type Met =
  | { kind: 'file'; path: string; source: string; size: number }
  | { kind: 'ignored'; path: string }
  | { kind: 'broken'; path: string }
  | { kind: 'outside'; path: string; to: string };

/** Walks a folder in the order of names, following links as long as they stay inside it. */
export async function* walkFolder(
  root: string,
  rules: IgnoreRules,
  below = '',
  trail: readonly string[] = []
): AsyncGenerator<Met> {
  const real = await realpath(root);
  const here = await realpath(join(root, below));
  // A link to a folder above itself would be walked for ever.
  if (trail.includes(here)) return;
  const entries = await readdir(join(root, below), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    const met = await meet(root, real, path, entry, rules);
    if (met === 'folder') yield* walkFolder(root, rules, path, [...trail, here]);
    else if (met) yield met;
  }
}

async function meet(
  root: string,
  real: string,
  path: string,
  entry: Dirent,
  rules: IgnoreRules
): Promise<Met | 'folder' | undefined> {
  const source = join(root, path);
  // Rules with a slash at the end mean folders; for a link it is only known after looking, so both are asked.
  const ignored =
    rules.leavesOut(path, entry.isDirectory()) ||
    (entry.isSymbolicLink() && rules.leavesOut(path, true));
  if (ignored) return { kind: 'ignored', path };
  const facts = await stat(source).catch(() => undefined);
  if (!facts) return { kind: 'broken', path };
  if (entry.isSymbolicLink()) {
    const to = await realpath(source);
    if (!isInside(real, to)) return { kind: 'outside', path, to };
  }
  if (facts.isDirectory()) return 'folder';
  // Sockets and pipes have no content to take along.
  return facts.isFile() ? { kind: 'file', path, source, size: facts.size } : undefined;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && way !== path;
}

/** The error for a link that leaves the folder. */
export function linkOutside(met: { path: string; to: string }): Error {
  return fail('SnapshotLinkOutside', met, { target: met.path });
}
