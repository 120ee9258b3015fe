import type { Database } from 'libsql';

/** A tag, a property or an output asset by which lists of jobs are filtered. */
export interface JobLabel {
  kind: 'tag' | 'property' | 'asset';
  /** The name of the tag, the property or the output asset. */
  name: string;
  /** The value of a property. Lists filter tags by their names only. */
  value?: string;
}

/** Selects the labels of jobs as rows of `job_labels`. Child jobs are in no list and have no labels there. */
const labelsOf = (row: string, from = '') => `
  SELECT 'tag' AS kind, key AS name, '' AS value, ${row}.seq AS seq FROM ${from} json_each(${row}.properties, '$.tags')
    WHERE ${row}.parent IS NULL AND key IS NOT NULL AND type <> 'null'
  UNION SELECT 'property', key, value, ${row}.seq FROM ${from} json_each(${row}.properties, '$.properties')
    WHERE ${row}.parent IS NULL AND key IS NOT NULL AND type <> 'null'
  UNION SELECT 'asset', json_extract(value, '$.assetName'), '', ${row}.seq FROM ${from} json_each(${row}.properties, '$.outputs')
    WHERE ${row}.parent IS NULL AND type = 'object' AND json_extract(value, '$.assetName') IS NOT NULL`;

const forget = `DELETE FROM job_labels WHERE kind IN ('tag', 'property', 'asset')
  AND name IN (SELECT name FROM (${labelsOf('old')})) AND seq = old.seq;`;
const remember = `INSERT INTO job_labels ${labelsOf('new')};`;

/**
 * Creates the table of labels and fills it from existing jobs: without it, a list by a rare tag would read every job. Triggers keep it
 * consistent with the jobs.
 */
export function prepareJobLabels(db: Database): void {
  if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'job_labels'").get()) return;
  db.exec(`
    CREATE TABLE job_labels (
      kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL,
      PRIMARY KEY (kind, name, seq)) WITHOUT ROWID;
    CREATE INDEX job_labels_by_value ON job_labels (kind, name, value, seq) WHERE kind = 'property';
    INSERT INTO job_labels ${labelsOf('jobs', 'jobs,')};
    CREATE TRIGGER job_labels_insert AFTER INSERT ON jobs BEGIN ${remember} END;
    CREATE TRIGGER job_labels_update AFTER UPDATE OF properties ON jobs BEGIN ${forget} ${remember} END;
    CREATE TRIGGER job_labels_delete AFTER DELETE ON jobs BEGIN ${forget} END`);
}

/** Builds the FROM clause, the conditions and the order column of a query for jobs that have all of these labels. */
export function labelledJobs(labels: readonly JobLabel[]): {
  from: string;
  conditions: string[];
  values: string[];
  seq: string;
} {
  // Labels with a value are usually rarer. The query reads the first label and looks up the others.
  const rarestFirst = [...labels].sort(
    (a, b) => Number(b.value !== undefined) - Number(a.value !== undefined)
  );
  const tables = rarestFirst.map((_, i) => `job_labels AS l${i}`);
  const conditions = rarestFirst.map(
    ({ kind, value }, i) =>
      `l${i}.kind = '${kind}' AND l${i}.name = ? ${value === undefined ? '' : `AND l${i}.value = ?`} ${i > 0 ? `AND l${i}.seq = l0.seq` : ''}`
  );
  const seq = labels.length > 0 ? 'l0.seq' : 'jobs.seq';
  return {
    // SQLite reads the tables of a CROSS JOIN in the written order.
    from: [...tables, 'jobs'].join(' CROSS JOIN '),
    conditions: [...conditions, ...(labels.length > 0 ? ['jobs.seq = l0.seq'] : [])],
    values: rarestFirst.flatMap(({ name, value }) => [
      name,
      ...(value === undefined ? [] : [value])
    ]),
    seq
  };
}
