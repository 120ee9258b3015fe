import type { Artifact } from '@carry-ml/bridge';

/** A folder among the files of a run. */
export interface Folder {
  name: string;
  folders: Folder[];
  files: Artifact[];
  /** Number and size of all files below. */
  count: number;
  bytes: number;
}

/** Arranges files by their folders. A folder that holds nothing but one folder is shown together with it. */
export function fileTree(files: readonly Artifact[]): Folder {
  const root = emptyFolder('');
  for (const file of files) {
    const parts = file.path.split('/').slice(0, -1);
    let folder = root;
    count(folder, file);
    for (const name of parts) {
      let next = folder.folders.find(one => one.name === name);
      if (!next) folder.folders.push((next = emptyFolder(name)));
      folder = next;
      count(folder, file);
    }
    folder.files.push(file);
  }
  return { ...root, folders: root.folders.map(joined) };
}

function emptyFolder(name: string): Folder {
  return { name, folders: [], files: [], count: 0, bytes: 0 };
}

function count(folder: Folder, file: Artifact): void {
  folder.count += 1;
  folder.bytes += file.size ?? 0;
}

function joined(folder: Folder): Folder {
  const folders = folder.folders.map(joined);
  const [only] = folders;
  if (folder.files.length > 0 || folders.length !== 1 || !only) return { ...folder, folders };
  return { ...only, name: `${folder.name}/${only.name}` };
}
