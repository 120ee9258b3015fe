import type { Database } from 'libsql';
import { BlobFiles } from './blobs/blob-files.js';
import { datastoreUri, longUri } from './data/datastore-uri.js';
import { modelFlavors } from './data/model-flavors.js';
import { outputUri } from './families/output-uri.js';
import type { Home } from './home.js';
import { LogSecrets } from './identity/log-secrets.js';
import { Seal } from './identity/seal.js';
import type { Secret } from './identity/secret.js';
import type { PortSources } from './jobs/preparation/ports.js';
import { EvaluationDatasetStore } from './mlflow/evaluation-datasets/evaluation-datasets.js';
import { LoggedModelStore } from './mlflow/logged-models/logged-models.js';
import { artifactDatastorePath, ModelLocations } from './mlflow/registry/model-uri.js';
import type { ModelAsset } from './model-management/asset-routes.js';
import { RunStore } from './mlflow/runs/runs.js';
import { ScorerStore } from './mlflow/scorers/scorers.js';
import { TraceStore } from './mlflow/traces/traces.js';
import type { DeclaredCompute } from './schemas/compute-schema.js';
import type { Connection } from './schemas/connection-schema.js';
import type { StoredSecret } from './schemas/secret-schema.js';
import type { WorkspaceFacts } from './schemas/workspace-schema.js';
import { assetFinder } from './store/asset-finder.js';
import { AssetStore } from './store/asset-store.js';
import { DatastoreStore } from './store/datastore-store.js';
import { DeletedJobs } from './store/deleted-jobs.js';
import { DocumentStore } from './store/document-store.js';
import { EndpointStore } from './store/endpoint-store.js';
import { FingerprintStore } from './store/fingerprint-store.js';
import { JobMentions } from './store/job-mentions.js';
import { JobStore } from './store/job-store.js';
import { ModelAssets } from './store/model-assets.js';
import { ModelStore } from './store/model-store.js';
import { OperationStore } from './store/operation-store.js';
import { OriginStore } from './store/origin-store.js';
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
  newId: () => string;
}

/** Everything that the workspace stores. */
export type Stores = ReturnType<typeof openStores>;

/** Opens the tables of the one database and the files beside it, and the lookups from a name or URI to what it refers to. */
export function openStores({ home, db, secret, origin, now, newId }: StoreOptions) {
  const newMlflowId = () => newId().replaceAll('-', '');
  const seal = new Seal(secret.key);
  const logSecrets = new LogSecrets(home.jobs);
  const files = new BlobFiles(home.blobs, db, name => logSecrets.inArtifact(name));
  const jobs = new JobStore(db);
  const deleted = new DeletedJobs(db);
  const runs = new RunStore(db, now);
  const models = new ModelStore(db, now, source => modelFlavors(locate(source), data));
  const registries = new RegistryStore(db, now);
  const origins = new OriginStore(db, origin);
  const documents = {
    datastores: new DatastoreStore(db, now, origins, seal),
    computes: new DocumentStore<DeclaredCompute>(db, 'computes', now, seal),
    connections: new DocumentStore<Connection>(db, 'connections', now, seal),
    secrets: new DocumentStore<StoredSecret>(db, 'secrets', now, seal),
    modelAssets: new DocumentStore<ModelAsset>(db, 'modelAssets', now),
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
  const data: PortSources = {
    blobs: files,
    findAsset,
    origin,
    currentUrl: origins.currentUrl,
    loggedModelName: id => logged.find(id, true)?.name,
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
    evaluationDatasets: new EvaluationDatasetStore(db, now, newMlflowId),
    features,
    files,
    findAsset,
    fingerprints: new FingerprintStore(db),
    jobs,
    locations,
    logSecrets,
    logged,
    mentions: new JobMentions(db),
    models,
    operations: new OperationStore(db, now),
    origins,
    registries,
    removableRecords: new RemovableRecords(db),
    runs,
    schedules: new ScheduleStore(db, now),
    scorers: new ScorerStore(db, runs.experiments, now, newId),
    traces: new TraceStore(db, now)
  };
}
