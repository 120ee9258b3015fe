import type { Database } from 'libsql';
import type { DeclaredRegistry } from '../schemas/registry.js';
import type { AssetStores } from './asset-stores.js';
import { AssetStore } from './assets.js';
import { DocumentStore, type StoredDocument } from './documents.js';

export type StoredRegistry = StoredDocument<DeclaredRegistry>;

/** Registries and what lies in them; each has assets of its own. */
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

  /** All of them, oldest first. */
  list(): StoredRegistry[] {
    return this.documents.list();
  }

  put(name: string, registry: DeclaredRegistry, by: string): StoredRegistry {
    return this.documents.put(name, registry, by);
  }

  /** Deletes a registry with everything in it; true when it was there. */
  delete(name: string): boolean {
    for (const store of Object.values(this.assets(name))) store.clear();
    return this.documents.delete(name);
  }

  /** The assets of one registry. */
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
