import type { AssetBase, Resource } from 'carry-ml/arm';
import { systemData } from '../../protocol/context.js';
import type { StoredContainer, StoredVersion } from '../../store/versioned-store.js';
import type { AssetOwner } from './asset-scope.js';

/** Converts the containers and versions of an asset type to resources; the form is the same for every type and owner. */
export function assetResources<K extends string>(kind: K, owner: AssetOwner<K>) {
  const id = (...parts: string[]) => [owner.id, kind, ...parts].join('/');
  const type = `Microsoft.MachineLearningServices/${owner.type}/${kind}`;

  // In the contract data assets have no provisioning state, but each container has the type of its data.
  const isData = kind === 'data';
  const provisioned = isData ? {} : { provisioningState: 'Succeeded' };
  const dataTypeOf = ({ name, latestVersion }: StoredContainer) => {
    if (!isData || latestVersion === undefined) return {};
    return { dataType: owner.assets[kind].version(name, latestVersion)?.properties.dataType };
  };

  return {
    container: (c: StoredContainer): Resource<unknown> => ({
      id: id(c.name),
      name: c.name,
      type,
      systemData: systemData(c.createdBy, c.createdAt, c.modifiedAt),
      properties: {
        ...dataTypeOf(c),
        ...withDefaults(c.properties),
        latestVersion: c.latestVersion ?? null,
        nextVersion: c.nextVersion,
        ...provisioned
      }
    }),
    version: (v: StoredVersion): Resource<unknown> => ({
      id: id(v.name, 'versions', v.version),
      name: v.version,
      type: `${type}/versions`,
      systemData: systemData(v.createdBy, v.createdAt, v.modifiedAt),
      properties: {
        ...withDefaults(v.properties),
        isAnonymous: v.properties.isAnonymous ?? false,
        ...provisioned
      }
    })
  };
}

/** The properties that Azure returns always, whether they were given or not. */
function withDefaults(properties: AssetBase & Record<string, unknown>) {
  return {
    description: null,
    isArchived: false,
    ...properties,
    tags: properties.tags ?? {},
    properties: properties.properties ?? {}
  };
}
