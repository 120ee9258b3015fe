import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fail } from './errors.js';
import type { IgnoreRules } from './ignore-rules.js';

/** One entry of a folder; `path` is relative to the root, with `/`. */
export type FolderEntry =
  | { kind: 'file'; path: string; source: string; size: number }
  | { kind: 'ignored'; path: string; rule: string | null }
  | { kind: 'broken'; path: string }
  | { kind: 'outside'; path: string; to: string };

/** Lists a folder recursively in the order of names; follows links that stay inside it. */
export async function* walkFolder(
  root: string,
  rules: IgnoreRules,
  below = '',
  trail: readonly string[] = []
): AsyncGenerator<FolderEntry> {
  const real = await realpath(root);
  const here = await realpath(join(root, below));
  // A link to a folder above itself would be followed forever.
  if (trail.includes(here)) return;
  const entries = await readdir(join(root, below), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    const found = await classify(root, real, path, entry, rules);
    if (found === 'folder') yield* walkFolder(root, rules, path, [...trail, here]);
    else if (found) yield found;
  }
}

async function classify(
  root: string,
  real: string,
  path: string,
  entry: Dirent,
  rules: IgnoreRules
): Promise<FolderEntry | 'folder' | undefined> {
  const source = join(root, path);
  // Rules that end with a slash apply to folders; the target of a link is not known yet, so both kinds are checked.
  const kinds = entry.isSymbolicLink() ? [false, true] : [entry.isDirectory()];
  const rule = kinds
    .map(isFolder => rules.ruleFor(path, isFolder))
    .find(found => found !== undefined);
  if (rule !== undefined) return { kind: 'ignored', path, rule };
  const facts = await stat(source).catch(() => undefined);
  if (!facts) return { kind: 'broken', path };
  if (entry.isSymbolicLink()) {
    const to = await realpath(source);
    if (!isInside(real, to)) return { kind: 'outside', path, to };
  }
  if (facts.isDirectory()) return 'folder';
  // Sockets and pipes have no content to upload.
  return facts.isFile() ? { kind: 'file', path, source, size: facts.size } : undefined;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && way !== path;
}

/** Returns the error for a link that points outside the folder. */
export function linkOutside(link: { path: string; to: string }): Error {
  return fail('SnapshotLinkOutside', link, { target: link.path });
}
