import LibsqlDatabase, { type Database } from 'libsql';
import { beforeEach, expect, it } from 'vitest';
import { keepStatements } from './kept-statements.js';
import { inTransaction } from './transaction.js';

let db: Database;
let prepared: string[];

beforeEach(() => {
  db = new LibsqlDatabase(':memory:');
  const prepare = db.prepare.bind(db);
  prepared = [];
  db.prepare = (sql: string) => {
    prepared.push(sql);
    return prepare(sql);
  };
  keepStatements(db);
  db.exec('CREATE TABLE t (x INTEGER UNIQUE)');
});
const insert = (x: number) => db.prepare('INSERT INTO t VALUES (?)').run(x);
const all = () => db.prepare('SELECT * FROM t').all();

it('prepares a statement once', () => {
  insert(1);
  insert(2);
  expect([all(), all().length]).toEqual([[{ x: 1 }, { x: 2 }], 2]);
  expect(prepared).toEqual(['INSERT INTO t VALUES (?)', 'SELECT * FROM t']);
});

it('can run a statement again after it has failed, also in a transaction', () => {
  insert(1);
  expect(() => insert(1)).toThrow(/UNIQUE/);
  const twice = () => {
    insert(2);
    insert(2);
  };
  expect(() => {
    inTransaction(db, twice);
  }).toThrow(/UNIQUE/);
  insert(3);
  expect(all()).toEqual([{ x: 1 }, { x: 3 }]);
});

it('returns a column that was added after the statement was prepared', () => {
  insert(1);
  expect(all()).toEqual([{ x: 1 }]);
  db.exec('ALTER TABLE t ADD COLUMN y TEXT');
  expect(all()).toEqual([{ x: 1, y: null }]);
});

it('can drop a table whose rows a cached statement has read', () => {
  insert(1);
  db.prepare('SELECT x FROM t').get();
  db.exec('DROP TABLE t');
  expect(() => all()).toThrow(/no such table/);
});

it('evicts the least recently used statement', () => {
  const ask = (n: number) => db.prepare(`SELECT ${n}`).get();
  ask(0);
  for (let n = 1; n < 500; n++) ask(n);
  ask(0);
  ask(500);
  prepared.length = 0;
  ask(0);
  ask(1);
  expect(prepared).toEqual(['SELECT 1']);
});
