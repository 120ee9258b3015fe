import type { Database } from 'libsql';

/**
 * The origins that this workspace has had. Its port changes when another program has taken the previous one, and a restored backup gets
 * a port of its own. Stored URLs of blobs, and declarations of its storage account, keep the origin of their time.
 */
export class OriginStore {
  private earlier: string[];

  constructor(
    private readonly db: Database,
    private readonly origin: () => string
  ) {
    db.exec('CREATE TABLE IF NOT EXISTS origins (origin TEXT PRIMARY KEY)');
    const rows = db.prepare('SELECT origin FROM origins').all() as { origin: string }[];
    this.earlier = rows.map(row => row.origin);
  }

  /** Adds the current origin, as soon as the server listens. */
  remember(): void {
    const current = this.origin();
    this.db.prepare('INSERT OR IGNORE INTO origins VALUES (?)').run(current);
    this.earlier = this.earlier.filter(each => each !== current);
  }

  /** Replaces an earlier origin of the workspace at the beginning of a URL by the current one. */
  readonly currentUrl = (url: string): string => {
    const earlier = this.earlier.find(each => url.startsWith(`${each}/`));
    return earlier === undefined ? url : this.origin() + url.slice(earlier.length);
  };

  /** Replaces an earlier name of the workspace's storage account, which begins with its host, by the current one. */
  readonly currentAccount = (name: string): string =>
    this.currentUrl(`https://${name}`).slice('https://'.length);
}
