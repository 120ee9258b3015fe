import { FILE_SHARE_CONTAINER, parseDatastoreUri, type Resource } from '../arm/index.js';
import type { ArmWorkspace, Credential, RequestOptions } from '../arm/client/index.js';
import { BlobContainer } from './blob-container.js';
import { fail } from './errors.js';

interface DatastoreProperties {
  datastoreType?: string;
  accountName?: string;
  containerName?: string;
  filesystem?: string;
  /** The local workspace names here the container with the files of a file share. */
  properties?: Record<string, string | null> | null;
  endpoint?: string | null;
  protocol?: string | null;
  isDefault?: boolean;
  credentials?: { credentialsType?: string };
}

type Secrets =
  | { secretsType: 'Sas'; sasToken: string }
  | { secretsType: 'AccountKey'; key: string }
  | { secretsType: 'None' | 'Certificate' | 'ServicePrincipal' };

/** The container of a datastore. */
export interface OpenDatastore {
  name: string;
  container: BlobContainer;
}

/** The datastores of a workspace: the storage of its data, models and job outputs. */
export class Datastores {
  constructor(
    private readonly arm: ArmWorkspace,
    private readonly credential: Credential,
    /** Suffix of the storage hosts of datastores that name none. */
    private readonly storageSuffix: string
  ) {}

  /** Opens the default datastore of the workspace. */
  async openDefault(options: RequestOptions = {}): Promise<OpenDatastore> {
    const { items } = await this.arm
      .list<Resource<DatastoreProperties>>('/datastores', {
        ...options,
        query: { isDefault: true }
      })
      .page();
    const found = items.find(d => d.properties.isDefault) ?? items[0];
    return this.openResource(found ?? (await this.read('workspaceblobstore', options)), options);
  }

  /**
   * Opens a datastore by its name.
   *
   * @throws CarryError `DatastoreUnsupported`, or the service's code with status 404
   */
  async open(name: string, options: RequestOptions = {}): Promise<OpenDatastore> {
    return this.openResource(await this.read(name, options), options);
  }

  /**
   * Downloads the file or folder at `azureml://…/datastores/{d}/paths/{p}` into a folder and returns the paths of the
   * files; returns undefined for a URI of another kind.
   */
  async download(
    uri: string,
    dir: string,
    options: RequestOptions = {}
  ): Promise<string[] | undefined> {
    const place = parseDatastoreUri(uri);
    if (!place) return undefined;
    const { container } = await this.open(place.datastore, options);
    return container.download(place.path, dir, options);
  }

  private read(name: string, options: RequestOptions): Promise<Resource<DatastoreProperties>> {
    return this.arm.read(`/datastores/${encodeURIComponent(name)}`, options);
  }

  private async openResource(
    store: Resource<DatastoreProperties>,
    options: RequestOptions
  ): Promise<OpenDatastore> {
    const { name, properties } = store;
    const { datastoreType: type = 'unknown', accountName } = properties;
    const containerName = containerOf(properties);
    if (!accountName || !containerName)
      throw fail('DatastoreUnsupported', { name, type }, { target: store.id });
    const { protocol, endpoint } = properties;
    const suffix = endpoint ?? this.storageSuffix;
    const url = `${protocol ?? 'https'}://${accountName}.blob.${suffix}/${containerName}`;
    return { name, container: await this.openContainer(store, url, accountName, options) };
  }

  private async openContainer(
    store: Resource<DatastoreProperties>,
    url: string,
    account: string,
    options: RequestOptions
  ): Promise<BlobContainer> {
    const tls = this.arm.connection.tls;
    const secrets = await this.secrets(store, options);
    switch (secrets.secretsType) {
      case 'Sas':
        return BlobContainer.open(`${url}?${secrets.sasToken.replace(/^\?/, '')}`, tls);
      case 'AccountKey':
        return BlobContainer.open(
          url,
          tls,
          storage => new storage.StorageSharedKeyCredential(account, secrets.key)
        );
      default:
        // Identity-based access: the user's own permissions on the storage account apply.
        return BlobContainer.open(url, tls, () => this.credential);
    }
  }

  private async secrets(
    store: Resource<DatastoreProperties>,
    options: RequestOptions
  ): Promise<Secrets> {
    if (store.properties.credentials?.credentialsType === 'None') return { secretsType: 'None' };
    const path = `/datastores/${encodeURIComponent(store.name)}/listSecrets`;
    return this.arm.read<Secrets>(path, { ...options, method: 'POST', json: {} });
  }
}

/**
 * Returns the container whose blobs are the files of a datastore; undefined when no container has them. The file shares of Azure are
 * read by another protocol, those of the local workspace are containers as well.
 */
function containerOf({ datastoreType, ...properties }: DatastoreProperties): string | undefined {
  switch (datastoreType) {
    case 'AzureBlob':
    case 'AzureDataLakeGen2':
      return properties.containerName ?? properties.filesystem;
    case 'AzureFile':
      return properties.properties?.[FILE_SHARE_CONTAINER] ?? undefined;
    default:
      return undefined;
  }
}
