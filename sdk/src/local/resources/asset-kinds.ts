import { CodeBody, DataBody, EnvironmentBody, ModelBody } from '../schemas/asset.js';
import { ComponentBody } from '../schemas/component.js';
import type { Services } from '../services.js';
import type { AssetKind } from './versioned-asset.js';

/** The asset types of the workspace that are alike but for their names and fields. */
export function assetKinds({ assets, modelAssets }: Services): AssetKind[] {
  return [
    { kind: 'codes', noun: 'code', store: assets.codes, body: CodeBody, immutable: ['codeUri'] },
    {
      kind: 'data',
      noun: 'data asset',
      store: assets.data,
      body: DataBody,
      immutable: ['dataUri', 'dataType']
    },
    {
      kind: 'environments',
      noun: 'environment',
      store: assets.environments,
      body: EnvironmentBody,
      immutable: ['image', 'condaFile', 'build'],
      defaults: properties => ({ osType: 'Linux', environmentType: 'UserCreated', ...properties })
    },
    {
      kind: 'components',
      noun: 'component',
      store: assets.components,
      body: ComponentBody,
      immutable: ['componentSpec']
    },
    {
      kind: 'models',
      noun: 'model',
      store: modelAssets,
      body: ModelBody,
      immutable: ['modelUri'],
      defaults: properties => ({
        flavors: {},
        modelType: 'custom_model',
        stage: 'None',
        ...properties
      })
    }
  ];
}
