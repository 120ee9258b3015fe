import { artifactFolder, datastores } from '../data/datastores.js';
import { datastoreContainer, type DatastoreSources } from '../data/datastore-container.js';
import { modelFolder, type LoggedModelStore } from '../mlflow/logged-models/logged-models.js';
import { decoded } from '../mlflow/wire/percent-decoding.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import { fail } from './errors.js';

/** What Azure ML calls a container of artifacts, and the blobs that they are. */
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
  if (!logged.find(run)) throw fail('ResourceNotFound', { type: 'run', name: run });
  const { container: blobs } = artifactFolder(run);
  return { origin: 'LoggedModel', container: run, blobs, folder: modelFolder(run) };
}

/** The artifacts that lie below an origin: those of runs, what a client uploaded, or a folder of a datastore. */
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

/** By which run history knows an artifact. */
export const artifactId = ({ origin, container }: ArtifactContainer, path: string) =>
  `${origin}/${container}/${path}`;

/** The blob of an artifact; for an empty path what the names of all begin with. */
export const blobOf = ({ folder }: ArtifactContainer, path: string) =>
  folder ? `${folder}/${path}` : path;

/** The datastore of birth whose container it is; a declared one is known by its container alone. */
export function datastoreOf({ blobs }: ArtifactContainer): string {
  return Object.entries(datastores).find(([, { container }]) => container === blobs)?.[0] ?? blobs;
}
