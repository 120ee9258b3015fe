import { isCarryError } from '../../errors/index.js';
import { fail } from '../errors.js';
import type { AssetContainer } from '../asset.js';
import type { Resource } from '../envelope.js';
import type { RequestOptions } from './abort.js';
import type { ArmWorkspace } from './arm-workspace.js';
import type { Paged } from './paged.js';

/** Options of listing the versions of an asset. */
export interface VersionListOptions extends RequestOptions {
  /** Lists archived versions too. */
  includeArchived?: boolean;
}

/** The operations that all kinds of assets share: a container for each name, with versions below it. */
export interface VersionedAsset<P> {
  /** Lists the containers. */
  containers(options?: RequestOptions): Paged<{ name: string; container: AssetContainer }>;
  /** Returns the container of a name, or undefined if there is none. */
  container(name: string, options?: RequestOptions): Promise<AssetContainer | undefined>;
  /** Lists the versions of a name, newest first; archived ones only if they are asked for. */
  versions(name: string, options?: VersionListOptions): Paged<Resource<P>>;
  /** Returns one version; the latest by default. */
  get(name: string, version?: string, options?: RequestOptions): Promise<Resource<P>>;
  /** Creates a version; the next one by default. */
  create(
    name: string,
    properties: P,
    version?: string,
    options?: RequestOptions
  ): Promise<Resource<P>>;
  /** Changes some properties of a version. */
  update(
    name: string,
    version: string,
    change: Partial<P>,
    options?: RequestOptions
  ): Promise<Resource<P>>;
  /** Deletes a version, or the container with all versions. */
  delete(name: string, version?: string, options?: RequestOptions): Promise<void>;
}

/** Attempts to create the next version while other clients create it first. */
const MAX_ATTEMPTS = 5;

/**
 * Returns the operations of one kind of asset, such as `models`; `type` is its name in error messages.
 *
 * @example const models = versionedAsset<ModelVersion>(arm, 'models', 'model');
 */
export function versionedAsset<P>(
  arm: ArmWorkspace,
  kind: string,
  type: string
): VersionedAsset<P> {
  const at = (name: string, version?: string): string =>
    `/${kind}/${encodeURIComponent(name)}` +
    (version === undefined ? '' : `/versions/${encodeURIComponent(version)}`);
  const container: VersionedAsset<P>['container'] = async (name, options) =>
    (await arm.find<Resource<AssetContainer>>(at(name), options))?.properties;
  return {
    container,
    containers: options =>
      arm
        .list<Resource<AssetContainer>>(`/${kind}`, options)
        .map(r => ({ name: r.name, container: r.properties })),
    versions: (name, { includeArchived, ...options } = {}) => {
      const listViewType = includeArchived ? 'All' : undefined;
      const query = { $orderBy: 'createdtime desc', listViewType };
      return arm.list(`${at(name)}/versions`, { ...options, query });
    },
    async get(name, version, options) {
      const wanted = version ?? 'latest';
      if (wanted !== 'latest') return arm.read<Resource<P>>(at(name, wanted), options);
      const latest = (await container(name, options))?.latestVersion;
      if (latest) return arm.read<Resource<P>>(at(name, latest), options);
      throw fail('AssetNotFound', { type, name });
    },
    async create(name, properties, version, options) {
      if (version !== undefined) return arm.put(at(name, version), properties, options);
      for (let attempt = 1; ; attempt++) {
        const next = (await container(name, options))?.nextVersion ?? '1';
        try {
          return await arm.put<Resource<P>>(at(name, next), properties, options);
        } catch (error) {
          const taken = isCarryError(error) && error.status === 409;
          if (!taken || attempt === MAX_ATTEMPTS) throw error;
        }
      }
    },
    async update(name, version, change, options) {
      const { properties } = await arm.read<Resource<P>>(at(name, version), options);
      return arm.put(at(name, version), { ...properties, ...change }, options);
    },
    delete: (name, version, options) => arm.run(at(name, version), { ...options, method: 'DELETE' })
  };
}
