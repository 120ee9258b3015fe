import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { Database } from 'libsql';
import { addColumn } from '../store/add-column.js';
import { hasRows } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';

/** The properties of a blob. Times in milliseconds since 1970. */
export interface BlobProperties {
  name: string;
  size: number;
  modifiedAt: number;
  etag: string;
  contentType: string;
  /** Base64; absent for files that a job wrote or overwrote. */
  md5?: string;
  metadata: Record<string, string>;
}

/** The properties that a client sets with the content. */
export interface BlobHeaders {
  contentType?: string;
  /** Base64 of the content's MD5; checked when present. */
  md5?: string;
  metadata: Record<string, string>;
}

interface Row {
  content_type: string | null;
  md5: string | null;
  metadata: string;
  /** Identifies the version of the file that the row describes. */
  state: string | null;
  /** Changes with each change of the content or the properties. */
  change: string | null;
}

/** Stores the properties that clients set. Jobs write the files too, so a hash is valid only for the version of the file it was computed from. */
export class BlobRecords {
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS blobs (
      container TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT, md5 TEXT, metadata TEXT NOT NULL,
      PRIMARY KEY (container, name)) WITHOUT ROWID`);
    addColumn(db, 'blobs', 'state', 'TEXT');
    addColumn(db, 'blobs', 'change', 'TEXT');
  }

  /** Returns the properties of the blob in `file`. */
  of(container: string, name: string, file: Stats): BlobProperties {
    const row = this.db
      .prepare('SELECT * FROM blobs WHERE container = ? AND name = ?')
      .get(container, name) as Row | undefined;
    const state = stateOf(file);
    const current = row?.state === state ? row : undefined;
    return {
      name,
      size: file.size,
      modifiedAt: file.mtimeMs,
      etag: `"0x${state}${current?.change ?? ''}"`,
      contentType: row?.content_type ?? 'application/octet-stream',
      md5: current?.md5 ?? undefined,
      metadata: row ? (JSON.parse(row.metadata) as Record<string, string>) : {}
    };
  }

  /** Stores properties for the current version of the file. */
  write(container: string, name: string, headers: BlobHeaders, file: Stats): void {
    this.db
      .prepare(
        'INSERT OR REPLACE INTO blobs (container, name, content_type, md5, metadata, state, change) VALUES (?, ?, ?, ?, ?, ?, ?)'
      )
      .run(
        container,
        name,
        headers.contentType ?? null,
        headers.md5 ?? null,
        JSON.stringify(headers.metadata),
        stateOf(file),
        randomBytes(4).toString('hex')
      );
  }

  /** Removes the properties of all blobs below a folder. */
  removeBelow(container: string, folder: string): void {
    // '0' is the character after '/'.
    this.db
      .prepare('DELETE FROM blobs WHERE container = ? AND name > ? AND name < ?')
      .run(container, `${folder}/`, `${folder}0`);
  }

  remove(container: string, name: string): void {
    this.db.prepare('DELETE FROM blobs WHERE container = ? AND name = ?').run(container, name);
  }
}

/** Identifies a version of a file: differs after the file was written or replaced. */
function stateOf({ mtimeMs, ino, size }: Stats): string {
  return [Math.round(mtimeMs * 1000), ino, size].map(part => part.toString(16)).join('');
}

/** The state of a row whose file is in a backup in the version that the row describes. */
const ARCHIVED = 'archived';

/** Marks the rows whose file is archived in the version that they describe; `find` returns the state of the archived file. */
export function archiveBlobStates(db: Database, find: FindFile): void {
  rebind(db, find, (row, file) => (row.state === stateOf(file) ? ARCHIVED : null));
}

/**
 * Binds the marked rows to the restored files, which have other inodes, and removes rows without a file: their blobs were deleted while
 * the backup was made.
 */
export function restoreBlobStates(db: Database, find: FindFile): void {
  for (const { container, name } of rowsOf(db))
    if (!find(container, name))
      db.prepare('DELETE FROM blobs WHERE container = ? AND name = ?').run(container, name);
  rebind(db, find, (row, file) => (row.state === ARCHIVED ? stateOf(file) : null));
}

type FindFile = (container: string, name: string) => Stats | undefined;

function rebind(
  db: Database,
  find: FindFile,
  stateFor: (row: Pick<Row, 'state'>, file: Stats) => string | null
): void {
  const update = db.prepare('UPDATE blobs SET state = ? WHERE container = ? AND name = ?');
  inTransaction(db, () => {
    for (const row of rowsOf(db)) {
      const file = find(row.container, row.name);
      update.run(file ? stateFor(row, file) : null, row.container, row.name);
    }
  });
}

interface BoundRow extends Pick<Row, 'state'> {
  container: string;
  name: string;
}

function rowsOf(db: Database): BoundRow[] {
  if (!hasRows(db, 'blobs')) return [];
  return db.prepare('SELECT container, name, state FROM blobs').all() as BoundRow[];
}
