import { CodeBody, DataBody, EnvironmentBody, ModelBody } from '../schemas/asset.js';
import { ComponentBody } from '../schemas/component.js';
import type { AssetKind } from './versioned-asset.js';

/** The asset types that workspaces and registries have; they are alike but for their names and fields. */
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
