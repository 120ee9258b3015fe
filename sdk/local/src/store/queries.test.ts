import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInterrupted, MAX_WAITING_QUERIES, Queries, TooManyQueriesError } from './queries.js';

/** Counts for minutes. */
const endless =
  'WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1e10) SELECT max(i) AS n FROM c';
/** Finds its first row at once, and its second after minutes. */
const endlessAfterTheFirst = `SELECT 1 AS n UNION ALL SELECT * FROM (${endless})`;

describe('Queries', () => {
  let folder: string;
  let db: Database.Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-queries-'));
    db = new Database(join(folder, 'state.db'));
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE numbers (n); INSERT INTO numbers VALUES (3)');
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  it('return rows in the order of the query', async () => {
    db.exec('INSERT INTO numbers VALUES (1), (2)');
    const sql = 'SELECT n FROM numbers WHERE n > ? ORDER BY n DESC LIMIT 5';
    expect(await new Queries(db).all({ sql, args: [1] })).toEqual([{ n: 3 }, { n: 2 }]);
  });

  it.each([endless, endlessAfterTheFirst])('end one that takes too long: %s', async sql => {
    const queries = new Queries(db, 0.2);
    const error: unknown = await queries.all({ sql, args: [] }).catch((e: unknown) => e);
    expect(isInterrupted(error)).toBe(true);
    expect(await queries.all({ sql: 'SELECT n FROM numbers', args: [] })).toEqual([{ n: 3 }]);
  });

  it('leave the event loop free meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    await new Queries(db, 0.5).all({ sql: endlessAfterTheFirst, args: [] }).catch(() => undefined);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuse more than can wait, and take others when those have ended', async () => {
    const queries = new Queries(db);
    const query = { sql: 'SELECT n FROM numbers', args: [] };
    const ended = await Promise.allSettled(
      Array.from({ length: MAX_WAITING_QUERIES + 10 }, () => queries.all(query))
    );
    const refused = ended.filter(each => each.status === 'rejected');
    expect(refused).toHaveLength(10);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(TooManyQueriesError);
    expect(await queries.all(query)).toEqual([{ n: 3 }]);
  });

  it('return the rows of a database in memory', async () => {
    const memory = new Database(':memory:');
    expect(await new Queries(memory).all({ sql: 'SELECT 1 AS n', args: [] })).toEqual([{ n: 1 }]);
    memory.close();
  });
});
