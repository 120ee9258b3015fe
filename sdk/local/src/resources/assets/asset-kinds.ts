import { CodeBody, DataBody, EnvironmentBody, ModelBody } from '../../schemas/asset-schema.js';
import { ComponentBody } from '../../schemas/component-schema.js';
import { jobOf } from '../../store/model-assets.js';
import type { AssetKind } from './versioned-asset.js';

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
  { kind: 'components', noun: 'component', body: ComponentBody, immutable: ['componentSpec'] },
  {
    kind: 'models',
    noun: 'model',
    body: ModelBody,
    immutable: ['modelUri'],
    defaults: properties => ({ flavors: {}, modelType: 'custom_model', ...properties })
  }
];

/** The asset types of the workspace. Its models may be outputs of its jobs: as in Azure, such a model is stored with the URI of its files. */
export function workspaceKinds(resolve: (uri: string) => string): AssetKind[] {
  return assetKinds.map(kind =>
    kind.kind === 'models'
      ? {
          ...kind,
          derive: properties => {
            const uri = String(properties.modelUri);
            const jobName = properties.jobName ?? jobOf(uri);
            return { ...properties, modelUri: resolve(uri), ...(jobName ? { jobName } : {}) };
          }
        }
      : kind
  );
}
