import type { Database } from 'libsql';
import AsyncDatabase from 'libsql/promise';
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Query {
  sql: string;
  args: (string | number)[];
}

/** A query that runs longer is ended, so that others can run. */
export const MAX_QUERY_SECONDS = 30;

/** Maximum number of queries that wait, so that one client cannot make all others wait for hours. */
export const MAX_WAITING_QUERIES = 50;

/** Too many queries wait already. */
export class TooManyQueriesError extends Error {
  override readonly name = 'TooManyQueriesError';
}

/** How long reading the rows may hold the event loop. */
const TURN_MS = 20;

/** The part of libsql's asynchronous interface that is used here: it declares its results as `any`. */
interface AsyncStatement {
  iterate: (...args: (string | number)[]) => Promise<Iterable<unknown>>;
}

/**
 * Runs slow queries outside the event loop, one after the other, each on a connection of its own: a filter or an order may have to be
 * computed for every row of a table. A database in memory, which no other connection can read, is queried directly.
 */
export class Queries {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly db: Database,
    private readonly maxSeconds = MAX_QUERY_SECONDS
  ) {}

  /**
   * Returns the rows of a query. Rejects with an error for which `isInterrupted` is true if it takes too long, and with a
   * TooManyQueriesError if too many others wait.
   */
  async all<R>(query: Query): Promise<R[]> {
    if (this.waiting >= MAX_WAITING_QUERIES) throw new TooManyQueriesError();
    this.waiting += 1;
    const rows = this.last.then(() => {
      this.waiting -= 1;
      return this.run<R>(query);
    });
    this.last = rows.catch(() => undefined);
    return rows;
  }

  private async run<R>({ sql, args }: Query): Promise<R[]> {
    const { file } = this.db.prepare('SELECT file FROM pragma_database_list').get() as {
      file: string;
    };
    if (file === '') return this.db.prepare(sql).all(...args) as R[];
    const connection = new AsyncDatabase(file, { readonly: true });
    const limit = setTimeout(() => {
      connection.interrupt();
    }, this.maxSeconds * 1000);
    try {
      // libsql computes the first row on a thread and the others when they are read: all are computed before the first.
      const whole = `WITH found AS MATERIALIZED (${sql}) SELECT * FROM found`;
      const statement = (await connection.prepare(whole)) as AsyncStatement;
      return await readInTurns<R>(await statement.iterate(...args));
    } finally {
      clearTimeout(limit);
      connection.close();
    }
  }
}

/** Returns whether a query was ended because it took too long. */
export function isInterrupted(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'SQLITE_INTERRUPT';
}

async function readInTurns<R>(rows: Iterable<unknown>): Promise<R[]> {
  const all: R[] = [];
  let startedAt = performance.now();
  for (const row of rows) {
    all.push(row as R);
    if (performance.now() - startedAt < TURN_MS) continue;
    await nextTurn();
    startedAt = performance.now();
  }
  return all;
}
