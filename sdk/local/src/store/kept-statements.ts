import type { Database, Statement } from 'libsql';

/** More than the stores have, some of which are spelled anew for each number of values. */
const MOST = 500;

/** Keeps the statements of a database prepared: to prepare one takes five times as long as to ask it for a row. */
export function keepStatements(db: Database): Database {
  const prepare = db.prepare.bind(db);
  const kept = new Map<string, Statement>();
  const keep = (sql: string): Statement => {
    const statement = kept.get(sql) ?? prepare(sql);
    // What was asked for last stands last, so the first is the one to go.
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.size > MOST ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  db.prepare = keep as typeof db.prepare;
  return db;
}
