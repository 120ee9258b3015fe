import type { Database } from 'libsql';
import { ParsedTexts } from './parsed-texts.js';
import { inTransaction } from './transaction.js';
import { openSealed, type TextSeal } from './text-seal.js';

/** A named resource as its client sent it. Times in milliseconds since 1970. */
export interface StoredDocument<P> {
  name: string;
  properties: P;
  createdAt: number;
  modifiedAt: number;
  createdBy: string;
}

interface Row {
  name: string;
  properties: string;
  created_at: number;
  modified_at: number;
  created_by: string;
}

/** Number of large documents of a kind that are parsed once. */
const MAX_PARSED = 1000;

/**
 * Stores named resources without versions (datastores, computes, connections) in SQLite, one kind per instance. Those with secrets are
 * encrypted. As in Azure Resource Manager, names are compared without case and keep the case that they were created with.
 */
export class DocumentStore<P> {
  /** All documents of a kind are listed often, and few change. */
  private readonly parsed = new ParsedTexts<P>(MAX_PARSED);

  constructor(
    private readonly db: Database,
    private readonly kind: string,
    private readonly now: () => number,
    private readonly seal?: TextSeal
  ) {
    db.exec(`CREATE TABLE IF NOT EXISTS documents (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, properties TEXT NOT NULL,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, created_by TEXT NOT NULL, UNIQUE (kind, name))`);
    if (seal) this.sealAll(seal);
  }

  get(name: string): StoredDocument<P> | undefined {
    const row = this.row(name);
    return row && this.toDocument(row);
  }

  /** Returns the name as stored, even when the secrets of the document can no longer be decrypted. */
  nameOf(requested: string): string | undefined {
    return this.row(requested)?.name;
  }

  /** Lists all documents of the kind, oldest first. */
  list(): StoredDocument<P>[] {
    return this.rows().map(row => this.toDocument(row));
  }

  /** Creates the document or replaces its properties, but not its creator and creation time. Equal properties change nothing. */
  put(requested: string, properties: P, by: string): StoredDocument<P> {
    const before = this.get(requested);
    const name = before?.name ?? requested;
    const text = JSON.stringify(properties);
    if (before && JSON.stringify(before.properties) === text) return before;
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO documents (kind, name, properties, created_at, modified_at, created_by) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, name) DO UPDATE SET properties = excluded.properties, modified_at = excluded.modified_at`
      )
      .run(this.kind, name, this.seal?.close(text, this.placeOf(name)) ?? text, at, at, by);
    return this.get(name) as StoredDocument<P>;
  }

  delete(requested: string): boolean {
    const name = this.nameOf(requested);
    return (
      name !== undefined &&
      this.db.prepare('DELETE FROM documents WHERE kind = ? AND name = ?').run(this.kind, name)
        .changes > 0
    );
  }

  private row(name: string): Row | undefined {
    return this.db
      .prepare(
        // Earlier versions allowed names that differ only in case: an exact match comes first.
        'SELECT * FROM documents WHERE kind = ? AND name = ? COLLATE NOCASE ORDER BY name = ? DESC LIMIT 1'
      )
      .get(this.kind, name, name) as Row | undefined;
  }

  private rows(): Row[] {
    return this.db
      .prepare('SELECT * FROM documents WHERE kind = ? ORDER BY seq')
      .all(this.kind) as Row[];
  }

  /** Encrypts what an earlier version stored unencrypted, and leaves no copy of it in the file. */
  private sealAll(seal: TextSeal): void {
    const clear = this.rows().filter(row => !seal.isClosed(row.properties));
    if (clear.length === 0) return;
    this.db.exec('PRAGMA secure_delete = ON');
    inTransaction(this.db, () => {
      for (const { name, properties } of clear)
        this.db
          .prepare('UPDATE documents SET properties = ? WHERE kind = ? AND name = ?')
          .run(seal.close(properties, this.placeOf(name)), this.kind, name);
    });
    this.db.exec('VACUUM');
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  private placeOf(name: string): string {
    return `${this.kind}/${name}`;
  }

  private toDocument(row: Row): StoredDocument<P> {
    return {
      name: row.name,
      properties: this.parsed.valueOf(
        row.name,
        row.properties,
        () => JSON.parse(this.plainText(row)) as P
      ),
      createdAt: row.created_at,
      modifiedAt: row.modified_at,
      createdBy: row.created_by
    };
  }

  private plainText({ name, properties }: Row): string {
    return this.seal ? openSealed(this.seal, properties, this.placeOf(name)) : properties;
  }
}
