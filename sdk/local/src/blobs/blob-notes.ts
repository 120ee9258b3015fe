import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { Database } from 'libsql';
import { addColumn } from '../store/add-column.js';

/** What the service tells of a blob. Times in milliseconds since 1970. */
export interface BlobProperties {
  name: string;
  size: number;
  modifiedAt: number;
  etag: string;
  contentType: string;
  /** Base64; absent for files that a job wrote, or wrote over, itself. */
  md5?: string;
  metadata: Record<string, string>;
}

/** What a writer says about the content. */
export interface BlobHeaders {
  contentType?: string;
  /** Base64 of the content's MD5, checked when given. */
  md5?: string;
  metadata: Record<string, string>;
}

interface Row {
  content_type: string | null;
  md5: string | null;
  metadata: string;
  /** The state of the file that the row speaks of. */
  state: string | null;
  /** Another one at each change, of the content or of what is told of it. */
  change: string | null;
}

/** What clients have said about blobs. The files are not theirs alone: jobs write them as well, and a hash holds for one content. */
export class BlobNotes {
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS blobs (
      container TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT, md5 TEXT, metadata TEXT NOT NULL,
      PRIMARY KEY (container, name)) WITHOUT ROWID`);
    addColumn(db, 'blobs', 'state', 'TEXT');
    addColumn(db, 'blobs', 'change', 'TEXT');
  }

  /** The blob that this file is. */
  of(container: string, name: string, file: Stats): BlobProperties {
    const row = this.db
      .prepare('SELECT * FROM blobs WHERE container = ? AND name = ?')
      .get(container, name) as Row | undefined;
    const state = stateOf(file);
    const own = row?.state === state ? row : undefined;
    return {
      name,
      size: file.size,
      modifiedAt: file.mtimeMs,
      etag: `"0x${state}${own?.change ?? ''}"`,
      contentType: row?.content_type ?? 'application/octet-stream',
      md5: own?.md5 ?? undefined,
      metadata: row ? (JSON.parse(row.metadata) as Record<string, string>) : {}
    };
  }

  /** Keeps what is said about the file as it is now. */
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

  /** Forgets the blobs below a folder. */
  removeBelow(container: string, folder: string): void {
    // '0' comes right after '/'.
    this.db
      .prepare('DELETE FROM blobs WHERE container = ? AND name > ? AND name < ?')
      .run(container, `${folder}/`, `${folder}0`);
  }

  remove(container: string, name: string): void {
    this.db.prepare('DELETE FROM blobs WHERE container = ? AND name = ?').run(container, name);
  }
}

/** Another one when the file has been written since, or another file took its place. */
function stateOf({ mtimeMs, ino, size }: Stats): string {
  return [Math.round(mtimeMs * 1000), ino, size].map(part => part.toString(16)).join('');
}
