import LibsqlDatabase from 'libsql';
import { expect, it } from 'vitest';
import { inTransaction } from './transaction.js';

const database = () => {
  const db = new LibsqlDatabase(':memory:');
  db.exec('CREATE TABLE t (x INTEGER)');
  return db;
};
const rows = (db: LibsqlDatabase.Database) => db.prepare('SELECT x FROM t').all();
const insert = (db: LibsqlDatabase.Database, x: number) => {
  db.prepare('INSERT INTO t VALUES (?)').run(x);
};

it('rolls back failed work, including a nested transaction', () => {
  const db = database();
  const work = () => {
    insert(db, 1);
    inTransaction(db, () => {
      insert(db, 2);
    });
    throw new Error('no');
  };
  expect(() => inTransaction(db, work)).toThrow('no');
  expect(rows(db)).toEqual([]);
  expect(inTransaction(db, () => 3)).toBe(3);
});

it('throws the original error when SQLite has ended the transaction itself', () => {
  const db = database();
  const work = () => {
    db.exec('ROLLBACK');
    throw new Error('the disk is full');
  };
  expect(() => inTransaction(db, work)).toThrow('the disk is full');
});
