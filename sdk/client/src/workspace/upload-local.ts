import { contentHash } from './content-hash.js';
import type { Datastores } from './datastores.js';
import { localFiles } from './local-files.js';

/** Where a local file or folder has been uploaded to. */
export interface Uploaded {
  /** `azureml://datastores/{d}/paths/LocalUpload/{hash}/{name}`. */
  uri: string;
  isFolder: boolean;
  /** Paths of the uploaded files inside the folder. */
  files: string[];
}

/** Uploads a local file or folder to the default datastore, where azure-ai-ml puts local uploads too. */
export async function uploadLocal(datastores: Datastores, path: string): Promise<Uploaded> {
  const { isFolder, name, files } = await localFiles(path);
  const { name: datastore, container } = await datastores.openDefault();
  const folder = `LocalUpload/${await contentHash(files)}`;
  await container.upload(isFolder ? `${folder}/${name}` : folder, files);
  return {
    uri: `azureml://datastores/${datastore}/paths/${folder}/${name}${isFolder ? '/' : ''}`,
    isFolder,
    files: files.map(file => file.path)
  };
}
