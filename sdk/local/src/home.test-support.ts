import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Home } from './home.js';
import { openHome, type OpenedHome } from './open-home.js';
import { closeDatabase } from './store/database.js';
import { openStores } from './stores.js';

/** Number of jobs in a home of `useHome`: job-0, job-1, … */
export const ALL_JOBS = 200;

export const storesOf = (home: Home, { db, secret }: OpenedHome) =>
  openStores({ home, db, secret, origin: () => 'https://x', now: Date.now, newId: randomUUID });

export const closeHome = ({ db, lock }: OpenedHome) => {
  closeDatabase(db);
  lock.close();
};

/** Creates a home with jobs, a blob, a connection with a secret, settings, and every other file. It stays open. */
export async function useHome(home: Home): Promise<OpenedHome> {
  const opened = await openHome(home, {});
  const { files, documents, jobs } = storesOf(home, opened);
  await files.createContainer('workspaceblobstore');
  await files.put('workspaceblobstore', 'a/b.txt', Readable.from(['kept']), { metadata: {} });
  documents.connections.put(
    'c',
    { properties: { category: 'ApiKey', target: 't', credentials: { key: 's3cret' } } } as never,
    'ada'
  );
  for (let n = 0; n < ALL_JOBS; n++)
    jobs.insert({
      name: `job-${n}`,
      properties: { jobType: 'Command', command: 'true', environmentId: 'e' },
      status: 'Completed',
      compute: 'cpu',
      experiment: 'x',
      createdBy: 'ada',
      createdAt: n,
      mark: `m-${n}`
    } as never);
  writeFileSync(home.settings, '{"keepDays": "8"}');
  mkdirSync(join(home.jobs, 'job-1'));
  // What only other parts of the server write.
  for (const path of [home.serviceFile, home.log, `${home.log}.1`, home.signInPage])
    writeFileSync(path, '{"pid":1}');
  symlinkSync(home.root, home.nodeModules);
  return opened;
}
