import { outputFolder } from 'carry-ml/arm';
import { fail } from './errors.js';

/** The datastores that every workspace is born with, and the blob container behind each. */
export const datastores = {
  workspaceblobstore: { container: 'azureml-blobstore', isDefault: true },
  workspaceartifactstore: { container: 'azureml', isDefault: false }
} as const;

/** Is `name` one of the workspace's datastores? */
export function isDatastore(name: string): name is keyof typeof datastores {
  return Object.hasOwn(datastores, name);
}

/** How the workspace writes the name of a datastore: as in Azure, capitals make no difference to it. */
export function datastoreName(name: string): string {
  const folded = name.toLowerCase();
  return isDatastore(folded) ? folded : name;
}

/** The container of a datastore; throws ResourceNotFound for a name that is none. */
export function containerOf(name: string): string {
  if (!isDatastore(name)) throw fail('ResourceNotFound', { type: 'datastore', name });
  return datastores[name].container;
}

/** Where the artifacts of a run lie among the blobs. */
export function artifactFolder(run: string): { container: string; path: string } {
  const { datastore, path } = outputFolder(run, 'artifacts');
  return { container: datastores[datastore].container, path };
}
