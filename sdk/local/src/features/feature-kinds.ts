import type { AssetKind, AssetProperties } from '../resources/assets/versioned-asset.js';
import { FeaturesetBody, FeaturestoreEntityBody } from '../schemas/feature-schema.js';

/** The asset types of a feature store. */
export type FeatureKindName = 'featuresets' | 'featurestoreEntities';

/** The contract's page size for both. */
const page = '20';

/** Feature sets, and the entities that their features describe. */
export const featureKinds: AssetKind<FeatureKindName>[] = [
  {
    kind: 'featuresets',
    noun: 'feature set',
    body: FeaturesetBody,
    page,
    immutable: ['entities', 'specification'],
    derive: archivedByStage
  },
  {
    kind: 'featurestoreEntities',
    noun: 'feature store entity',
    body: FeaturestoreEntityBody,
    page,
    immutable: ['indexColumns'],
    derive: archivedByStage
  }
];

/** By the contract an asset that has a stage is archived when its stage is `Archived`. */
function archivedByStage(given: AssetProperties): AssetProperties {
  return typeof given.stage === 'string'
    ? { ...given, isArchived: given.stage === 'Archived' }
    : given;
}
