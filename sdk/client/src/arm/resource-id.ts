const PROVIDER = 'Microsoft.MachineLearningServices';

/** The three names that find a workspace in Azure. */
export interface WorkspaceId {
  subscription: string;
  resourceGroup: string;
  workspace: string;
}

/** `/subscriptions/…/workspaces/{name}`: the ARM id of a workspace and the prefix of everything in it. */
export function workspacePath(id: WorkspaceId): string {
  const [s, g, w] = [id.subscription, id.resourceGroup, id.workspace].map(encodeURIComponent);
  return `/subscriptions/${s}/resourceGroups/${g}/providers/${PROVIDER}/workspaces/${w}`;
}

/** The ARM `type` of a resource below a workspace, such as `…/workspaces/models/versions`. */
export function resourceType(...kinds: string[]): string {
  return [PROVIDER, 'workspaces', ...kinds].join('/');
}

/**
 * An asset named by a user: `azureml:name:version`, `azureml:name@label`, a full ARM id, or
 * `azureml://registries/{registry}/{kind}/{name}/versions/{version}`.
 */
export interface AssetReference {
  name: string;
  version?: string;
  label?: string;
  /** The registry that it is in; absent for an asset of the workspace. */
  registry?: string;
}

/**
 * Reads an asset reference; returns undefined for any other text.
 *
 * @example parseAssetReference('azureml:cifar:3') // { name: 'cifar', version: '3' }
 */
export function parseAssetReference(text: string, kind: string): AssetReference | undefined {
  const byId = new RegExp(`/${kind}/([^/]+)(?:/(versions|labels)/([^/]+))?$`, 'i').exec(text);
  if (byId?.[1]) {
    const [, name, by, value] = byId;
    const registry = /(?:^|\/)registries\/([^/]+)\//i.exec(text)?.[1];
    const asset = registry === undefined ? { name } : { name, registry };
    if (!value) return asset;
    return by?.toLowerCase() === 'labels'
      ? { ...asset, label: value }
      : { ...asset, version: value };
  }
  const short = /^azureml:([^/:@]+)(?:([:@])([^/:@]+))?$/.exec(text);
  if (!short?.[1]) return undefined;
  const [, name, by, value] = short;
  if (!value) return { name };
  return by === '@' ? { name, label: value } : { name, version: value };
}

/** A path in a datastore of the workspace. */
export interface DatastorePath {
  datastore: string;
  path: string;
}

/**
 * Reads `azureml://datastores/{d}/paths/{p}` and its long form with the workspace in front; returns
 * undefined for any other URI.
 *
 * @example parseDatastoreUri('azureml://datastores/workspaceblobstore/paths/a/b.csv')
 */
export function parseDatastoreUri(uri: string): DatastorePath | undefined {
  const m = /^azureml:\/\/(?:.*\/)?datastores\/([^/]+)\/paths\/(.*)$/is.exec(uri);
  return m?.[1] === undefined ? undefined : { datastore: m[1], path: m[2] ?? '' };
}
