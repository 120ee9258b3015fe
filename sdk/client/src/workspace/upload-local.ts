import type { RequestOptions } from '../arm/client/index.js';
import { contentHash } from './content-hash.js';
import type { Datastores } from './datastores.js';
import { localFiles } from './local-files.js';

/** An uploaded local file or folder. */
export interface Uploaded {
  /** `azureml://datastores/{d}/paths/LocalUpload/{hash}/{name}`. */
  uri: string;
  isFolder: boolean;
  /** Paths of the uploaded files inside the folder. */
  files: string[];
}

/**
 * Uploads a local file or folder to the default datastore, into the folder that azure-ai-ml uses for local uploads too.
 *
 * @throws CarryError `PathNotFound`, `DatastoreUnsupported`
 */
export async function uploadLocal(
  datastores: Datastores,
  path: string,
  options: RequestOptions = {}
): Promise<Uploaded> {
  const { isFolder, name, files } = await localFiles(path);
  const { name: datastore, container } = await datastores.openDefault(options);
  const folder = `LocalUpload/${await contentHash(files)}`;
  await container.upload(isFolder ? `${folder}/${name}` : folder, files, options);
  return {
    uri: `azureml://datastores/${datastore}/paths/${folder}/${name}${isFolder ? '/' : ''}`,
    isFolder,
    files: files.map(file => file.path)
  };
}
