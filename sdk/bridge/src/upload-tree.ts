import type { UploadEntry } from './api.js';

/** How many entries of one folder are listed; the smallest are counted together. */
const MOST_LISTED = 25;

interface Folder {
  bytes: number;
  files: number;
  folders: Map<string, Folder>;
  content: UploadEntry[];
}

/** Arranges the files of an upload as a tree of folders, the largest entries first. */
export function uploadTree(files: readonly { path: string; size: number }[]): UploadEntry[] {
  const top = newFolder();
  for (const { path, size } of files) {
    const names = path.split('/');
    let folder = top;
    for (const name of names.slice(0, -1)) {
      const inner = folder.folders.get(name) ?? newFolder();
      folder.folders.set(name, inner);
      inner.bytes += size;
      inner.files += 1;
      folder = inner;
    }
    folder.content.push({ name: names.at(-1) ?? '', path, bytes: size, files: 1, entries: null });
  }
  return entriesOf(top, '');
}

function newFolder(): Folder {
  return { bytes: 0, files: 0, folders: new Map(), content: [] };
}

function entriesOf({ folders, content }: Folder, below: string): UploadEntry[] {
  const all = [
    ...[...folders].map(([name, folder]) => ({ name, folder, bytes: folder.bytes })),
    ...content
  ].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  return all.slice(0, MOST_LISTED).map(entry => {
    if (!('folder' in entry)) return entry;
    const { name, folder } = entry;
    const path = `${below}${name}/`;
    const { bytes, files } = folder;
    return { name, path, bytes, files, entries: entriesOf(folder, path) };
  });
}
