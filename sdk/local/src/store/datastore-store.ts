import type { Database } from 'libsql';
import type { DeclaredDatastore } from '../schemas/datastore-schema.js';
import { DocumentStore, type StoredDocument } from './document-store.js';
import type { OriginStore } from './origin-store.js';
import type { TextSeal } from './text-seal.js';

type Declared = StoredDocument<DeclaredDatastore>;

/** The datastores that clients have declared. Those in the workspace's own storage account stay there when its origin changes. */
export class DatastoreStore extends DocumentStore<DeclaredDatastore> {
  constructor(
    db: Database,
    now: () => number,
    private readonly origins: Pick<OriginStore, 'currentAccount'>,
    seal?: TextSeal
  ) {
    super(db, 'datastores', now, seal);
  }

  override get(name: string): Declared | undefined {
    const found = super.get(name);
    return found && this.inCurrentAccount(found);
  }

  override list(): Declared[] {
    return super.list().map(each => this.inCurrentAccount(each));
  }

  private inCurrentAccount(declared: Declared): Declared {
    const { accountName } = declared.properties;
    if (typeof accountName !== 'string') return declared;
    const current = this.origins.currentAccount(accountName);
    return { ...declared, properties: { ...declared.properties, accountName: current } };
  }
}
