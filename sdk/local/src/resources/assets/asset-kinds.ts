import { CodeBody, DataBody, EnvironmentBody, ModelBody } from '../../schemas/asset-schema.js';
import { ComponentBody } from '../../schemas/component-schema.js';
import { jobOf } from '../../store/model-assets.js';
import type { StoredJob } from '../../store/job-store.js';
import { canonicalComponent, componentContent } from './canonical-component.js';
import { componentOfJob, versionOfJobComponent } from './component-of-job.js';
import type { AssetKind, AssetProperties } from './versioned-asset.js';

/** The asset types that workspaces and registries have; they differ only in their names and fields. */
export const assetKinds: AssetKind[] = [
  { kind: 'codes', noun: 'code', body: CodeBody, immutable: ['codeUri'] },
  { kind: 'data', noun: 'data asset', body: DataBody, immutable: ['dataUri', 'dataType'] },
  {
    kind: 'environments',
    noun: 'environment',
    body: EnvironmentBody,
    immutable: ['image', 'condaFile', 'build'],
    defaults: properties => ({ osType: 'Linux', environmentType: 'UserCreated', ...properties })
  },
  {
    kind: 'components',
    noun: 'component',
    body: ComponentBody,
    immutable: ['componentSpec'],
    canonical: canonicalComponent,
    contentOf: componentContent
  },
  {
    kind: 'models',
    noun: 'model',
    body: ModelBody,
    immutable: ['modelUri'],
    defaults: properties => ({ flavors: {}, modelType: 'custom_model', ...properties })
  }
];

interface JobSources {
  /** Resolves the URI of a job's output to that of its files. */
  resolve: (uri: string) => string;
  findJob: (name: string) => Pick<StoredJob, 'properties'> | undefined;
}

/**
 * The asset types of the workspace. Its models may be outputs of its jobs: as in Azure, such a model is stored with the URI of its files.
 * Its components may be those of its pipelines.
 */
export function workspaceKinds({ resolve, findJob }: JobSources): AssetKind[] {
  const fromJobs: Partial<Record<string, Partial<AssetKind>>> = {
    models: {
      derive: properties => {
        const uri = String(properties.modelUri);
        const jobName = properties.jobName ?? jobOf(uri);
        return { ...properties, modelUri: resolve(uri), ...(jobName ? { jobName } : {}) };
      }
    },
    components: {
      derive: (properties: AssetProperties) => componentOfJob(properties, findJob),
      identify: versionOfJobComponent
    }
  };
  return assetKinds.map(kind => ({ ...kind, ...fromJobs[kind.kind] }));
}
