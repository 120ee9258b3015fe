import { parseDatastoreUri, type Resource } from '../arm/index.js';
import type { ArmWorkspace, Credential } from '../arm/client/index.js';
import { BlobContainer } from './blob-container.js';
import { fail } from './errors.js';

interface DatastoreProperties {
  datastoreType?: string;
  accountName?: string;
  containerName?: string;
  filesystem?: string;
  endpoint?: string | null;
  protocol?: string | null;
  isDefault?: boolean;
  credentials?: { credentialsType?: string };
}

type Secrets =
  | { secretsType: 'Sas'; sasToken: string }
  | { secretsType: 'AccountKey'; key: string }
  | { secretsType: 'None' | 'Certificate' | 'ServicePrincipal' };

/** A container, and the name of the datastore that it is. */
export interface OpenDatastore {
  name: string;
  container: BlobContainer;
}

/** The datastores of a workspace: where its data, models and job outputs lie. */
export class Datastores {
  constructor(
    private readonly arm: ArmWorkspace,
    private readonly credential: Credential,
    /** Suffix of storage hosts where the datastore names none. */
    private readonly storageSuffix: string
  ) {}

  async openDefault(): Promise<OpenDatastore> {
    const { items } = await this.arm
      .list<Resource<DatastoreProperties>>('/datastores', { query: { isDefault: true } })
      .page();
    const found = items.find(d => d.properties.isDefault) ?? items[0];
    return this.openResource(found ?? (await this.read('workspaceblobstore')));
  }

  async open(name: string): Promise<OpenDatastore> {
    return this.openResource(await this.read(name));
  }

  /** Downloads what `azureml://…/datastores/{d}/paths/{p}` names, or undefined when the URI is of another kind. */
  async download(uri: string, dir: string): Promise<string[] | undefined> {
    const place = parseDatastoreUri(uri);
    if (!place) return undefined;
    const { container } = await this.open(place.datastore);
    return container.download(place.path, dir);
  }

  private read(name: string): Promise<Resource<DatastoreProperties>> {
    return this.arm.read(`/datastores/${encodeURIComponent(name)}`);
  }

  private async openResource(store: Resource<DatastoreProperties>): Promise<OpenDatastore> {
    const { name, properties } = store;
    const { datastoreType: type = 'unknown', accountName } = properties;
    const containerName = properties.containerName ?? properties.filesystem;
    if (!/^Azure(Blob|DataLakeGen2)$/.test(type) || !accountName || !containerName)
      throw fail('DatastoreUnsupported', { name, type }, { target: store.id });
    const { protocol, endpoint } = properties;
    const suffix = endpoint ?? this.storageSuffix;
    const url = `${protocol ?? 'https'}://${accountName}.blob.${suffix}/${containerName}`;
    return { name, container: await this.openContainer(store, url, accountName) };
  }

  private async openContainer(
    store: Resource<DatastoreProperties>,
    url: string,
    account: string
  ): Promise<BlobContainer> {
    const tls = this.arm.connection.tls;
    const secrets = await this.secrets(store);
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
        // Identity-based access: the person's own rights on the storage account count.
        return BlobContainer.open(url, tls, () => this.credential);
    }
  }

  private async secrets(store: Resource<DatastoreProperties>): Promise<Secrets> {
    if (store.properties.credentials?.credentialsType === 'None') return { secretsType: 'None' };
    const path = `/datastores/${encodeURIComponent(store.name)}/listSecrets`;
    return this.arm.read<Secrets>(path, { method: 'POST', json: {} });
  }
}
