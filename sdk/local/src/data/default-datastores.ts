import { outputFolder } from 'carry-ml/arm';
import { fail } from './errors.js';

/**
 * The default datastores of every workspace, with the container of each. Azure has a file share behind the last two; here it is a container
 * as well, whose files jobs and clients reach in the same way.
 */
export const datastores = {
  workspaceblobstore: { type: 'AzureBlob', container: 'azureml-blobstore', isDefault: true },
  workspaceartifactstore: { type: 'AzureBlob', container: 'azureml', isDefault: false },
  workspacefilestore: { type: 'AzureFile', container: 'azureml-filestore', isDefault: false },
  workspaceworkingdirectory: { type: 'AzureFile', container: 'code', isDefault: false }
} as const;

/** True when `name` is a default datastore. */
export function isDatastore(name: string): name is keyof typeof datastores {
  return Object.hasOwn(datastores, name);
}

/** Normalises the name of a default datastore. As in Azure, the case of its name does not matter. */
export function datastoreName(name: string): string {
  const folded = name.toLowerCase();
  return isDatastore(folded) ? folded : name;
}

/** Returns the container of a default datastore. Throws ResourceNotFound for any other name. */
export function containerOf(name: string): string {
  if (!isDatastore(name)) throw fail('ResourceNotFound', { type: 'datastore', name });
  return datastores[name].container;
}

/** Returns the container and the path of the artifacts of a run. */
export function artifactFolder(run: string): { container: string; path: string } {
  const { datastore, path } = outputFolder(run, 'artifacts');
  return { container: datastores[datastore].container, path };
}
