import { isCarryError } from 'carry-ml/errors';
import type { JobOutput } from 'carry-ml/arm';
import { requireAssetName } from '../schemas/resource-name.js';
import type { AssetStores } from '../store/stores-by-kind.js';
import type { StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';

export interface OutputAssetDeps {
  assets: Pick<AssetStores, 'data' | 'models'>;
  /** The URI of a job's output, under which it is registered. */
  uriOf: (job: string, output: string) => string;
  report: (error: unknown, job: string) => void;
}

/** The property of an asset that names the job that created it. */
const SOURCE = 'azureml.sourcejob';
const models: ReadonlySet<string> = new Set(['custom_model', 'mlflow_model', 'triton_model']);

type Named = JobOutput & { assetName: string };

/** Registers the outputs for which a job names an asset, as data assets and models of the workspace, once the job completes. */
export class OutputAssets {
  constructor(private readonly deps: OutputAssetDeps) {}

  /** Throws when an output of the job could not be registered, because its version exists: versions are immutable. */
  check(job: StoredJob): void {
    for (const [output, named] of namedOutputs(job)) {
      const { assetName: name, assetVersion: version } = named;
      requireAssetName(`name under which the output '${output}' is registered`, name);
      if (version)
        requireAssetName(`version under which the output '${output}' is registered`, version);
      if (version && this.storeOf(named).version(name, version))
        throw fail('OutputVersionExists', { output, asset: `${name}:${version}` });
    }
  }

  /**
   * Registers the outputs of a job that completes; `writer` is the job that has written them. Idempotent: a job whose end was interrupted
   * by a crash ends a second time, and skips the assets that it has registered.
   */
  register(job: StoredJob, writer = job.name): void {
    for (const [output, named] of namedOutputs(job))
      try {
        this.registerOne(job, named, this.deps.uriOf(writer, output));
      } catch (error) {
        if (!isCarryError(error)) throw error;
        this.deps.report(error, job.name);
      }
  }

  private registerOne(job: StoredJob, output: Named, uri: string): void {
    const { assetName: name, assetVersion, jobOutputType: type, description } = output;
    const store = this.storeOf(output);
    const own = { name: SOURCE, value: job.name };
    const known = store.versions(name, {
      view: 'All',
      property: own,
      newestFirst: true,
      skip: 0,
      top: Object.keys(job.properties.outputs ?? {}).length
    });
    // A job may register several outputs under one name, each as a version of its own.
    if (known.some(({ properties: p }) => (p.modelUri ?? p.dataUri) === uri)) return;
    const version = assetVersion ?? store.container(name)?.nextVersion ?? '1';
    if (store.version(name, version))
      throw fail('AssetVersionExists', { asset: `${name}:${version}` });
    const facts = {
      description: description || undefined,
      properties: { [SOURCE]: job.name },
      isArchived: false
    };
    const content = models.has(type)
      ? { modelUri: uri, modelType: type, flavors: {}, jobName: job.name }
      : { dataUri: uri, dataType: type };
    store.putVersion(name, version, { ...facts, ...content }, job.createdBy);
  }

  private storeOf({ jobOutputType }: JobOutput) {
    return this.deps.assets[models.has(jobOutputType) ? 'models' : 'data'];
  }
}

/** The output without its asset name: of the outputs of a sweep's trials only those of the best trial are registered, by the sweep. */
export function withoutAssets(output: JobOutput): JobOutput {
  return { ...output, assetName: undefined, assetVersion: undefined };
}

function namedOutputs({ properties }: StoredJob): [string, Named][] {
  return Object.entries(properties.outputs ?? {}).flatMap(([key, output]) =>
    output?.assetName ? [[key, { ...output, assetName: output.assetName }]] : []
  );
}
