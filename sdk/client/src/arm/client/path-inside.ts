import { resolve, sep } from 'node:path';

/** Returns a path inside a folder, or undefined for one that leads outside: names come from a service. */
export function pathInside(folder: string, path: string): string | undefined {
  const root = resolve(folder);
  const to = resolve(root, path);
  return to.startsWith(root.endsWith(sep) ? root : root + sep) ? to : undefined;
}
