import type { RequestOptions } from '../arm/client/index.js';
import { parseDatastoreUri, withoutOuterSlashes } from '../arm/index.js';
import type { Artifact, Runs } from '../tracking/index.js';
import type { Datastores } from '../workspace/index.js';
import { parseRunPath } from './model-uri.js';

/** The files of one version; paths are relative to its folder, or the name of its only file. */
export interface ModelFiles {
  list(): Promise<Artifact[]>;
  /** Opens one file for reading. */
  open(path: string): Promise<NodeJS.ReadableStream>;
}

/** Opens the files at the URI of a version; returns undefined for a place that this client cannot read. */
export async function modelFiles(
  uri: string,
  { runs, datastores }: { runs: Runs; datastores: Datastores },
  options: RequestOptions
): Promise<ModelFiles | undefined> {
  const kept = parseRunPath(uri);
  if (kept) {
    const run = await runs.get(kept.run, options);
    return below(kept.path, {
      list: folder => run.listFiles(folder, options),
      open: path => run.openFile(path, options)
    });
  }
  const place = parseDatastoreUri(uri);
  if (!place) return undefined;
  const { container } = await datastores.open(place.datastore, options);
  return below(place.path, {
    async list(folder) {
      const files: Artifact[] = [];
      for await (const { name, size } of container.list(folder, options))
        files.push({ path: name, isFolder: false, size });
      return files;
    },
    open: name => container.open(name, options)
  });
}

/** Narrows a store of files to those at a path, which is a folder or a single file. */
function below(
  at: string,
  store: {
    list: (folder: string) => Promise<Artifact[]>;
    open: (path: string) => Promise<NodeJS.ReadableStream>;
  }
): ModelFiles {
  const root = withoutOuterSlashes(at);
  const name = root.slice(root.lastIndexOf('/') + 1);
  const above = root.slice(0, Math.max(0, root.length - name.length - 1));
  const prefix = root === '' ? '' : `${root}/`;
  const inFolder = async (): Promise<Artifact[]> =>
    (await store.list(root))
      .filter(({ path }) => path.startsWith(prefix))
      .map(file => ({ ...file, path: file.path.slice(prefix.length) }));
  const single = async (): Promise<Artifact[]> =>
    (await store.list(above))
      .filter(({ path }) => path === root)
      .map(file => ({ ...file, path: name }));
  return {
    async list() {
      const files = await inFolder();
      return files.length > 0 ? files : single();
    },
    async open(path) {
      const isSingle = path === name && (await single()).length > 0;
      return store.open(isSingle ? root : prefix + path);
    }
  };
}
