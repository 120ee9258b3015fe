import { isCarryError } from '../../errors/index.js';
import { fail } from '../errors.js';
import type { AssetContainer } from '../asset.js';
import type { Resource } from '../envelope.js';
import type { ArmWorkspace } from './arm-workspace.js';
import type { Paged } from './paged.js';

/** What all assets share: a container per name, versions below it. */
export interface VersionedAsset<P> {
  containers(): Paged<{ name: string; container: AssetContainer }>;
  container(name: string): Promise<AssetContainer | undefined>;
  /** Newest first. */
  versions(name: string): Paged<Resource<P>>;
  /** One version; without a version the latest. */
  get(name: string, version?: string): Promise<Resource<P>>;
  /** Creates a version; without a version the next one. */
  create(name: string, properties: P, version?: string): Promise<Resource<P>>;
}

/** How often the next version is asked for when somebody else took it. */
const TRIES = 5;

/**
 * The operations of one kind of asset, such as `models`; `type` is its name in sentences.
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

  const container = async (name: string): Promise<AssetContainer | undefined> =>
    (await arm.find<Resource<AssetContainer>>(at(name)))?.properties;

  const put = (name: string, version: string, properties: P): Promise<Resource<P>> =>
    arm.put<Resource<P>>(at(name, version), properties);

  return {
    container,
    containers: () =>
      arm
        .list<Resource<AssetContainer>>(`/${kind}`)
        .map(r => ({ name: r.name, container: r.properties })),
    versions: name => arm.list(`${at(name)}/versions`, { query: { $orderBy: 'createdtime desc' } }),
    async get(name, version) {
      const wanted = version ?? 'latest';
      if (wanted !== 'latest') return arm.read<Resource<P>>(at(name, wanted));
      const latest = (await container(name))?.latestVersion;
      if (latest) return arm.read<Resource<P>>(at(name, latest));
      throw fail('AssetNotFound', { type, name });
    },
    async create(name, properties, version) {
      if (version !== undefined) return put(name, version, properties);
      for (let tries = 1; ; tries++) {
        const next = (await container(name))?.nextVersion ?? '1';
        try {
          return await put(name, next, properties);
        } catch (error) {
          const taken = isCarryError(error) && error.status === 409;
          if (!taken || tries === TRIES) throw error;
        }
      }
    }
  };
}
