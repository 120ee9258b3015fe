import type { Database } from 'libsql';
import { BlobFiles } from './blobs/blob-files.js';
import type { DataSources } from './data/data-path.js';
import { datastoreUri, longUri } from './data/datastore-uri.js';
import type { RemoteSources } from './data/remote-data.js';
import { outputUri } from './families/output-uri.js';
import type { Home } from './home.js';
import { Seal } from './identity/seal.js';
import type { Secret } from './identity/secret.js';
import { LoggedModelStore } from './mlflow/logged-models/logged-models.js';
import { artifactDatastorePath, ModelLocations } from './mlflow/registry/model-uri.js';
import { RunStore } from './mlflow/runs/runs.js';
import { TraceStore } from './mlflow/traces/traces.js';
import type { DeclaredCompute } from './schemas/compute-schema.js';
import type { Connection } from './schemas/connection-schema.js';
import type { DeclaredDatastore } from './schemas/datastore-schema.js';
import type { WorkspaceFacts } from './schemas/workspace-schema.js';
import { assetFinder } from './store/asset-finder.js';
import { AssetStore } from './store/asset-store.js';
import { DeletedJobs } from './store/deleted-jobs.js';
import { DocumentStore } from './store/document-store.js';
import { EndpointStore } from './store/endpoint-store.js';
import { FingerprintStore } from './store/fingerprint-store.js';
import { JobMentions } from './store/job-mentions.js';
import { JobStore } from './store/job-store.js';
import { ModelAssets } from './store/model-assets.js';
import { ModelStore } from './store/model-store.js';
import { OperationStore } from './store/operation-store.js';
import { RegistryStore } from './store/registry-store.js';
import { RemovableRecords } from './store/removable-records.js';
import { ScheduleStore } from './store/schedule-store.js';
import { LOCAL_WORKSPACE } from './workspace-id.js';

export interface StoreOptions {
  home: Home;
  db: Database;
  secret: Secret;
  origin: () => string;
  now: () => number;
}

/** Everything that the workspace stores. */
export type Stores = ReturnType<typeof openStores>;

/** Opens the tables of the one database and the files beside it, and the lookups from a name or URI to what it refers to. */
export function openStores({ home, db, secret, origin, now }: StoreOptions) {
  const seal = new Seal(secret.key);
  const files = new BlobFiles(home.blobs, db);
  const jobs = new JobStore(db);
  const deleted = new DeletedJobs(db);
  const runs = new RunStore(db, now);
  const models = new ModelStore(db, now);
  const registries = new RegistryStore(db, now);
  const documents = {
    datastores: new DocumentStore<DeclaredDatastore>(db, 'datastores', now, seal),
    computes: new DocumentStore<DeclaredCompute>(db, 'computes', now, seal),
    connections: new DocumentStore<Connection>(db, 'connections', now, seal),
    workspace: new DocumentStore<WorkspaceFacts>(db, 'workspace', now)
  };
  const logged = new LoggedModelStore(db, now);
  const locations = new ModelLocations(runs, models, logged);
  const locate = (source: string): string => {
    const inMlflow = /^(runs|models):/.test(source) ? locations.downloadUri(source) : source;
    const path = artifactDatastorePath(inMlflow);
    return path
      ? datastoreUri(LOCAL_WORKSPACE, path)
      : longUri(inMlflow, LOCAL_WORKSPACE, data.outputUri);
  };
  const assets = {
    codes: new AssetStore(db, 'codes', now),
    data: new AssetStore(db, 'data', now),
    environments: new AssetStore(db, 'environments', now),
    components: new AssetStore(db, 'components', now),
    models: new ModelAssets(models, locate)
  };
  const features = {
    featuresets: new AssetStore(db, 'featuresets', now),
    featurestoreEntities: new AssetStore(db, 'featurestoreEntities', now)
  };
  const findAsset = assetFinder(assets, name => registries.get(name) && registries.assets(name));
  const data: DataSources & RemoteSources = {
    blobs: files,
    findAsset,
    origin,
    declared: name => documents.datastores.get(name)?.properties,
    allDeclared: () => documents.datastores.list().map(({ properties }) => properties),
    outputUri: (job, output) => outputUri(jobs, job, output) ?? deleted.outputUri(job, output)
  };
  return {
    assets,
    data,
    deleted,
    documents,
    endpoints: new EndpointStore(db, now, seal),
    features,
    files,
    findAsset,
    fingerprints: new FingerprintStore(db),
    jobs,
    locations,
    logged,
    mentions: new JobMentions(db),
    models,
    operations: new OperationStore(db, now),
    registries,
    removableRecords: new RemovableRecords(db),
    runs,
    schedules: new ScheduleStore(db, now),
    traces: new TraceStore(db, now)
  };
}
