import { readdirSync } from 'node:fs';
import type { Database } from 'libsql';
import type { Home } from './home.js';
import { loadSecret, readSecret, type Secret } from './identity/secret.js';
import { status } from './service-control.js';
import { fail } from './service-errors.js';
import { loadSettings, type Settings } from './settings/settings.js';
import { lockHome } from './store/database.js';
import { hasSealedTexts } from './store/sealed-texts.js';
import { markOpen } from './store/open-mark.js';
import { openState } from './store/state.js';
import { hasRows } from './store/tables.js';
import { ensureCertificates, type ServerCertificate } from './tls/authority.js';

/** What a server reads from its home. */
export interface OpenedHome {
  /** Keeps other servers out while it is open. */
  lock: Database;
  db: Database;
  secret: Secret;
  settings: Settings;
  tls: ServerCertificate;
}

/**
 * Opens a home for one server, or creates it. A file that is missing or damaged is created again if nothing is lost with it; otherwise
 * the home is refused, unchanged, with a sentence that says what is lost and what to do.
 *
 * @throws CarryError `HomeInUse`, or an error about a file of the home
 */
export async function openHome(home: Home, environment: NodeJS.ProcessEnv): Promise<OpenedHome> {
  const lock = lockHome(home.create().lock);
  const opened: Partial<OpenedHome> = {};
  try {
    // A server whose lock file was deleted still responds.
    if (!lock || (await status(home))) throw fail('HomeInUse', { home: home.root });
    const settings = loadSettings(home.settings, environment);
    const db = openState(home.database, home.signOfUse);
    opened.db = db;
    requireBlobs(home, db);
    const secret = hasSealedTexts(db) ? readSecret(home.secret) : loadSecret(home.secret);
    const tls = await ensureCertificates(home.tls);
    markOpen(db);
    return { lock, db, settings, secret, tls };
  } catch (error) {
    opened.db?.close();
    lock?.close();
    throw error;
  }
}

/** Throws BlobsLost when the database knows of blobs or jobs, and not even the folders of the containers are there. */
export function requireBlobs({ blobs }: Home, db: Database): void {
  const hasContainer = readdirSync(blobs, { withFileTypes: true }).some(
    entry => !entry.isFile() && !entry.name.startsWith('.')
  );
  if (!hasContainer && (hasRows(db, 'blobs') || hasRows(db, 'jobs')))
    throw fail('BlobsLost', { blobs });
}
