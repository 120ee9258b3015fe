import { artifactFolder, datastores } from '../data/default-datastores.js';
import { datastoreContainer, type DatastoreSources } from '../data/datastore-container.js';
import {
  modelFolder,
  modelOrigin,
  type LoggedModelStore
} from '../mlflow/logged-models/logged-models.js';
import { decoded } from '../mlflow/wire/percent-decoding.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import { fail } from './errors.js';

/** A container of artifacts, as Azure ML names it, and the blobs in which they are stored. */
export interface ArtifactContainer {
  origin: string;
  container: string;
  /** The container and folder of the blobs. */
  blobs: string;
  folder: string;
}

export interface ArtifactOwners extends DatastoreSources {
  runs: RunStore;
  logged: LoggedModelStore;
}

/** The artifacts of a run, or of a logged model, which azureml-mlflow knows as a run of its own. */
export function containerOfRun(run: string, { runs, logged }: ArtifactOwners): ArtifactContainer {
  if (runs.find(run)) {
    const { container: blobs, path } = artifactFolder(run);
    return { origin: 'ExperimentRun', container: `dcid.${run}`, blobs, folder: path };
  }
  const model = logged.find(run);
  if (!model) throw fail('ResourceNotFound', { type: 'run', name: run });
  const { container: blobs } = artifactFolder(run);
  return { origin: modelOrigin, container: run, blobs, folder: modelFolder(model) };
}

/** The artifacts of an origin: those of runs, those that a client uploaded, or a folder of a datastore. */
export function containerAt(
  origin: string,
  container: string,
  sources: ArtifactOwners
): ArtifactContainer {
  if (origin !== 'datastores') {
    const { container: blobs } = artifactFolder('any');
    return { origin, container, blobs, folder: `${origin}/${container}` };
  }
  const [datastore = '', ...folders] = decoded(container).split('/');
  const blobs = datastoreContainer(datastore, sources);
  if (blobs === undefined) throw fail('ResourceNotFound', { type: 'datastore', name: datastore });
  return { origin, container, blobs, folder: folders.join('/') };
}

/** The id of an artifact in run history. */
export const artifactId = ({ origin, container }: ArtifactContainer, path: string) =>
  `${origin}/${container}/${path}`;

/** The blob of an artifact; for an empty path, the prefix of all blobs in the container. */
export const blobOf = ({ folder }: ArtifactContainer, path: string) =>
  folder ? `${folder}/${path}` : path;

/** The name of the default datastore with this container; otherwise the container's own name. */
export function datastoreOf({ blobs }: ArtifactContainer): string {
  return Object.entries(datastores).find(([, { container }]) => container === blobs)?.[0] ?? blobs;
}
