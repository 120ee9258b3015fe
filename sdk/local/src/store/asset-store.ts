import type { Database } from 'libsql';
import type {
  ContainerQuery,
  ListView,
  StoredAsset,
  StoredContainer,
  StoredVersion,
  VersionedStore,
  VersionQuery
} from './versioned-store.js';

interface Row {
  seq: number;
  name: string;
  version: string;
  properties: string;
  created_at: number;
  modified_at: number;
  created_by: string;
}

const viewClause: Record<ListView, string> = {
  ActiveOnly: 'AND is_archived = 0',
  ArchivedOnly: 'AND is_archived = 1',
  All: ''
};

/** Stores containers and versions of one asset type (`codes`, `data`, `registries/{r}/models`) in SQLite. A container is a row with an empty version. */
export class AssetStore implements VersionedStore {
  constructor(
    private readonly db: Database,
    private readonly kind: string,
    private readonly now: () => number
  ) {
    db.exec(`CREATE TABLE IF NOT EXISTS assets (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
      properties TEXT NOT NULL, is_archived INTEGER NOT NULL, hash TEXT,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, created_by TEXT NOT NULL,
      UNIQUE (kind, name, version));
      CREATE INDEX IF NOT EXISTS assets_containers ON assets (kind, seq, is_archived) WHERE version = '';
      CREATE INDEX IF NOT EXISTS assets_versions ON assets (kind, name, seq, is_archived) WHERE version <> '';
      CREATE INDEX IF NOT EXISTS assets_hashes ON assets (kind, hash, seq) WHERE hash IS NOT NULL`);
  }

  container(name: string): StoredContainer | undefined {
    const row = this.row(name, '');
    return row && this.toContainer(row);
  }

  containers(query: ContainerQuery): StoredContainer[] {
    const { before } = query;
    const rows = this.db
      .prepare(
        `SELECT * FROM assets WHERE kind = ? AND version = '' ${viewClause[query.view]}
         ${before === undefined ? '' : 'AND seq < ?'} ORDER BY seq DESC LIMIT ? OFFSET ?`
      )
      .all(this.kind, ...(before === undefined ? [] : [before]), query.top, query.skip) as Row[];
    return rows.map(row => this.toContainer(row));
  }

  putContainer(name: string, properties: StoredAsset['properties'], by: string): StoredContainer {
    return this.toContainer(this.put(name, '', properties, by));
  }

  deleteContainer(name: string): boolean {
    return (
      this.db.prepare('DELETE FROM assets WHERE kind = ? AND name = ?').run(this.kind, name)
        .changes > 0
    );
  }

  version(name: string, version: string): StoredVersion | undefined {
    const row = version === '' ? undefined : this.row(name, version);
    return row && toStored(row);
  }

  versions(name: string, query: VersionQuery): StoredVersion[] {
    const rows = this.db
      .prepare(
        `SELECT * FROM assets WHERE kind = ? AND ${query.hash === undefined ? 'name' : 'hash'} = ?
         AND version <> '' ${viewClause[query.view]}
         ${query.property ? "AND json_extract(properties, '$.properties.' || json_quote(?)) = ?" : ''}
         ${query.before === undefined ? '' : `AND seq ${query.newestFirst ? '<' : '>'} ?`}
         ORDER BY seq ${query.newestFirst ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`
      )
      .all(
        this.kind,
        query.hash ?? name,
        ...(query.property ? [query.property.name, query.property.value] : []),
        ...(query.before === undefined ? [] : [query.before]),
        query.top,
        query.skip
      ) as Row[];
    return rows.map(toStored);
  }

  putVersion(
    name: string,
    version: string,
    properties: StoredAsset['properties'],
    by: string
  ): StoredVersion {
    if (!this.row(name, '')) this.put(name, '', {}, by);
    return toStored(this.put(name, version, properties, by));
  }

  deleteVersion(name: string, version: string): boolean {
    return (
      this.db
        .prepare("DELETE FROM assets WHERE kind = ? AND name = ? AND version = ? AND version <> ''")
        .run(this.kind, name, version).changes > 0
    );
  }

  /** Deletes all assets of the type. */
  clear(): void {
    this.db.prepare('DELETE FROM assets WHERE kind = ?').run(this.kind);
  }

  private put(
    name: string,
    version: string,
    properties: StoredAsset['properties'],
    by: string
  ): Row {
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO assets (kind, name, version, properties, is_archived, hash, created_at, modified_at, created_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, name, version) DO UPDATE SET
           properties = excluded.properties, is_archived = excluded.is_archived, modified_at = excluded.modified_at`
      )
      .run(
        this.kind,
        name,
        version,
        JSON.stringify(properties),
        properties.isArchived ? 1 : 0,
        properties.properties?.hash_sha256 ?? null,
        at,
        at,
        by
      );
    return this.row(name, version) as Row;
  }

  private row(name: string, version: string): Row | undefined {
    return this.db
      .prepare('SELECT * FROM assets WHERE kind = ? AND name = ? AND version = ?')
      .get(this.kind, name, version) as Row | undefined;
  }

  private toContainer(row: Row): StoredContainer {
    const latest = this.db
      .prepare(
        "SELECT version FROM assets WHERE kind = ? AND name = ? AND version <> '' ORDER BY seq DESC LIMIT 1"
      )
      .get(this.kind, row.name) as { version: string } | undefined;
    const { highest } = this.db
      .prepare(
        'SELECT max(CAST(version AS INTEGER)) AS highest FROM assets WHERE kind = ? AND name = ?'
      )
      .get(this.kind, row.name) as { highest: number | null };
    return {
      ...toStored(row),
      latestVersion: latest?.version,
      nextVersion: String((highest ?? 0) + 1)
    };
  }
}

function toStored(row: Row): StoredVersion {
  return {
    row: row.seq,
    name: row.name,
    version: row.version,
    properties: JSON.parse(row.properties) as StoredAsset['properties'],
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    createdBy: row.created_by
  };
}
