import type { Database } from 'libsql';
import type { DeclaredRegistry } from '../schemas/registry-schema.js';
import type { AssetStores } from './stores-by-kind.js';
import { AssetStore } from './asset-store.js';
import { DocumentStore, type StoredDocument } from './document-store.js';

export type StoredRegistry = StoredDocument<DeclaredRegistry>;

/** Stores registries, each with its own assets. */
export class RegistryStore {
  private readonly documents: DocumentStore<DeclaredRegistry>;

  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    this.documents = new DocumentStore(db, 'registries', now);
  }

  get(name: string): StoredRegistry | undefined {
    return this.documents.get(name);
  }

  /** Lists all registries, oldest first. */
  list(): StoredRegistry[] {
    return this.documents.list();
  }

  put(name: string, registry: DeclaredRegistry, by: string): StoredRegistry {
    return this.documents.put(name, registry, by);
  }

  /** Deletes a registry with all of its assets. Returns true when it existed. */
  delete(name: string): boolean {
    for (const store of Object.values(this.assets(name))) store.clear();
    return this.documents.delete(name);
  }

  /** Returns the asset stores of one registry. */
  assets(name: string) {
    const store = (kind: string) => new AssetStore(this.db, `registries/${name}/${kind}`, this.now);
    return {
      codes: store('codes'),
      data: store('data'),
      environments: store('environments'),
      components: store('components'),
      models: store('models')
    } satisfies AssetStores;
  }
}
