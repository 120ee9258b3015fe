import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'libsql';
import { fail } from './errors.js';
import {
  toModel,
  toModelVersion,
  type ModelChange,
  type ModelRecord,
  type ModelRow,
  type ModelVersionChange,
  type ModelVersionRecord,
  type ModelVersionRow,
  type NewModelVersion
} from './model-records.js';
import { modelTables } from './model-tables.js';
import type { ContainerQuery, ListView, VersionQuery } from './versioned-store.js';
import { Queries, type Query } from './queries.js';
import { inTransaction } from './transaction.js';

export type * from './model-records.js';

/** A query for rows of `m` (models) or `v` (versions), with the values of its placeholders. */
export interface ModelSelection {
  where: { sql: string; args: (string | number)[] };
  order: string;
  /** Maximum number of rows; -1 for all. */
  limit: number;
  offset: number;
}

/** This many versions are read in a few milliseconds. */
const VERSIONS_PER_TURN = 500;

const modelColumns = `m.*,
  (SELECT json_group_object(alias, version) FROM model_aliases a WHERE a.name = m.name) AS aliases,
  (SELECT version FROM model_versions v WHERE v.name = m.name AND NOT v.is_archived ORDER BY v.seq DESC LIMIT 1) AS latest`;
const versionColumns = `v.*, (SELECT json_group_array(alias) FROM model_aliases a
  WHERE a.name = v.name AND a.version = v.version) AS aliases`;

const viewCondition: Record<ListView, string> = {
  ActiveOnly: 'NOT is_archived',
  ArchivedOnly: 'is_archived',
  All: 'true'
};

/**
 * Stores the registry of models. Azure ML's routes and MLflow's both use it, so a model registered by one client is visible to the
 * other. A registered source never changes.
 */
export class ModelStore {
  private readonly queries: Queries;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
    /** Reads the flavors from the files of a source, for versions that are registered without any. */
    private readonly flavorsOf: (source: string) => ModelVersionRecord['flavors'] = () => ({})
  ) {
    db.exec(modelTables);
    this.queries = new Queries(db);
  }

  container(name: string): ModelRecord | undefined {
    return this.selectContainers({ ...one, where: { sql: 'm.name = ?', args: [name] } })[0];
  }

  containers({ view, before, skip, top }: ContainerQuery): ModelRecord[] {
    const where = allOf([viewCondition[view]], before !== undefined && ['m.seq < ?', before]);
    return this.selectContainers({ where, order: 'm.seq DESC', limit: top, offset: skip });
  }

  private selectContainers(selection: ModelSelection): ModelRecord[] {
    return (this.select(`${modelColumns} FROM models m`, selection) as ModelRow[]).map(toModel);
  }

  /** Returns models like `selectContainers`, without holding the event loop. */
  async searchContainers(selection: ModelSelection): Promise<ModelRecord[]> {
    const query = queryOf(`${modelColumns} FROM models m`, selection);
    return (await this.queries.all<ModelRow>(query)).map(toModel);
  }

  /** Creates a registered model unless it exists. */
  createContainer(name: string, facts: ModelChange & { userId: string }): ModelRecord {
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO models (name, description, tags, properties, is_archived, created_at, updated_at, user_id, last_number)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING`
      )
      .run(
        name,
        orNull(facts.description),
        object(facts.tags),
        object(facts.properties),
        flag(facts.isArchived ?? false),
        at,
        at,
        facts.userId
      );
    return this.container(name) as ModelRecord;
  }

  updateContainer(name: string, change: ModelChange): ModelRecord | undefined {
    const { sets, args } = assignments({
      description: change.description,
      tags: json(change.tags),
      properties: json(change.properties),
      is_archived: flag(change.isArchived)
    });
    this.db
      .prepare(`UPDATE models SET ${sets} updated_at = ? WHERE name = ?`)
      .run(...args, this.now(), name);
    return this.container(name);
  }

  /** Renames a registered model with its versions and aliases. Throws ModelNameTaken. */
  renameContainer(name: string, newName: string): ModelRecord {
    inTransaction(this.db, () => {
      if (this.container(newName)) throw fail('ModelNameTaken', { name: newName });
      const at = this.now();
      this.db
        .prepare('UPDATE models SET name = ?, updated_at = ? WHERE name = ?')
        .run(newName, at, name);
      this.db
        .prepare('UPDATE model_versions SET name = ?, updated_at = ? WHERE name = ?')
        .run(newName, at, name);
      this.db.prepare('UPDATE model_aliases SET name = ? WHERE name = ?').run(newName, name);
    });
    return this.container(newName) as ModelRecord;
  }

  /** Deletes a registered model with all of its versions. Returns true when it existed. */
  deleteContainer(name: string): boolean {
    return inTransaction(this.db, () => {
      this.db.prepare('DELETE FROM model_aliases WHERE name = ?').run(name);
      this.db.prepare('DELETE FROM model_versions WHERE name = ?').run(name);
      return this.db.prepare('DELETE FROM models WHERE name = ?').run(name).changes > 0;
    });
  }

  getVersion(name: string, version: string): ModelVersionRecord | undefined {
    return this.selectVersions({
      ...one,
      where: { sql: 'v.name = ? AND v.version = ?', args: [name, version] }
    })[0];
  }

  /** Returns the version that was registered last and is not archived. */
  latest(name: string): ModelVersionRecord | undefined {
    return this.listVersions(name, { view: 'ActiveOnly', newestFirst: true, skip: 0, top: 1 })[0];
  }

  listVersions(name: string, query: Omit<VersionQuery, 'hash'>): ModelVersionRecord[] {
    const { property, before, newestFirst, view } = query;
    return this.selectVersions({
      where: allOf(
        ['v.name = ?', name],
        [viewCondition[view]],
        property && [
          "json_extract(v.properties, '$.' || json_quote(?)) = ?",
          property.name,
          property.value
        ],
        before !== undefined && [`v.seq ${newestFirst ? '<' : '>'} ?`, before]
      ),
      order: `v.seq ${newestFirst ? 'DESC' : 'ASC'}`,
      limit: query.top,
      offset: query.skip
    });
  }

  selectVersions(selection: ModelSelection): ModelVersionRecord[] {
    const rows = this.select(`${versionColumns} FROM model_versions v`, selection);
    return (rows as ModelVersionRow[]).map(toModelVersion);
  }

  /** Returns versions like `selectVersions`, without holding the event loop. */
  async searchVersions(selection: ModelSelection): Promise<ModelVersionRecord[]> {
    const query = queryOf(`${versionColumns} FROM model_versions v`, selection);
    const rows = await this.queries.all<ModelVersionRow>(query);
    const versions: ModelVersionRecord[] = [];
    for (const [i, row] of rows.entries()) {
      if (i % VERSIONS_PER_TURN === VERSIONS_PER_TURN - 1) await nextTurn();
      versions.push(toModelVersion(row));
    }
    return versions;
  }

  /** Registers a version with the next number, and creates its model when missing. */
  createNextVersion(version: NewModelVersion): ModelVersionRecord {
    return inTransaction(this.db, () => {
      const { nextVersion } = this.ensureContainer(version);
      return this.createVersion(nextVersion, version);
    });
  }

  /** Registers a version with a given name. Throws ModelVersionTaken. */
  createVersion(version: string, facts: NewModelVersion): ModelVersionRecord {
    return inTransaction(this.db, () => {
      this.ensureContainer(facts);
      if (this.getVersion(facts.name, version))
        throw fail('ModelVersionTaken', { name: facts.name, version });
      this.insertVersion(version, facts);
      return this.getVersion(facts.name, version) as ModelVersionRecord;
    });
  }

  /**
   * Registers a version, or updates the existing one, as PUT does in Azure ML. Throws ModelSourceFixed when the source differs.
   */
  putVersion(version: string, facts: NewModelVersion): ModelVersionRecord {
    return inTransaction(this.db, () => {
      const before = this.getVersion(facts.name, version);
      if (!before) return this.createVersion(version, facts);
      if (before.source !== facts.source)
        throw fail('ModelSourceFixed', { name: facts.name, version, source: before.source });
      const change = { ...facts, flavors: notEmpty(facts.flavors) };
      return this.updateVersion(facts.name, version, change) as ModelVersionRecord;
    });
  }

  updateVersion(
    name: string,
    version: string,
    change: ModelVersionChange
  ): ModelVersionRecord | undefined {
    const { sets, args } = assignments({
      description: change.description,
      tags: json(change.tags),
      properties: json(change.properties),
      flavors: json(change.flavors),
      stage: change.stage,
      is_archived: flag(change.isArchived)
    });
    inTransaction(this.db, () => {
      this.db
        .prepare(`UPDATE model_versions SET ${sets} updated_at = ? WHERE name = ? AND version = ?`)
        .run(...args, this.now(), name, version);
      // As in MLflow, a changed description of a version does not update the model's own timestamp.
      if (change.stage !== undefined) this.touch(name);
    });
    return this.getVersion(name, version);
  }

  /** Deletes a version and its aliases. Returns true when it existed. */
  deleteVersion(name: string, version: string): boolean {
    return inTransaction(this.db, () => {
      this.touch(name);
      this.db
        .prepare('DELETE FROM model_aliases WHERE name = ? AND version = ?')
        .run(name, version);
      return (
        this.db
          .prepare('DELETE FROM model_versions WHERE name = ? AND version = ?')
          .run(name, version).changes > 0
      );
    });
  }

  /** Sets an alias to a version, and replaces its previous version. */
  setAlias(name: string, alias: string, version: string): void {
    this.db
      .prepare(
        'INSERT INTO model_aliases VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version'
      )
      .run(name, alias, version);
  }

  deleteAlias(name: string, alias: string): void {
    this.db.prepare('DELETE FROM model_aliases WHERE name = ? AND alias = ?').run(name, alias);
  }

  versionByAlias(name: string, alias: string): ModelVersionRecord | undefined {
    const row = this.db
      .prepare('SELECT version FROM model_aliases WHERE name = ? AND alias = ?')
      .get(name, alias) as { version: string } | undefined;
    return row && this.getVersion(name, row.version);
  }

  private select(from: string, selection: ModelSelection): unknown[] {
    const { sql, args } = queryOf(from, selection);
    return this.db.prepare(sql).all(...args);
  }

  private ensureContainer(facts: NewModelVersion): ModelRecord {
    return (
      this.container(facts.name) ?? this.createContainer(facts.name, { userId: facts.userId ?? '' })
    );
  }

  private insertVersion(version: string, facts: NewModelVersion): void {
    const at = this.now();
    const flavors = notEmpty(facts.flavors) ?? this.flavorsOf(facts.source);
    this.db
      .prepare(
        `INSERT INTO model_versions (name, version, description, tags, properties, model_type, source, run_id, run_link, job_name,
           model_id, flavors, stage, is_archived, is_anonymous, created_at, updated_at, user_id, status)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'READY')`
      )
      .run(
        facts.name,
        version,
        orNull(facts.description),
        object(facts.tags),
        object(facts.properties),
        facts.modelType ?? 'custom_model',
        facts.source,
        orNull(facts.runId),
        orNull(facts.runLink),
        orNull(facts.jobName),
        orNull(facts.modelId),
        object(flavors),
        facts.stage ?? 'None',
        flag(facts.isArchived ?? false),
        flag(facts.isAnonymous ?? false),
        at,
        at,
        facts.userId ?? ''
      );
    this.db
      .prepare('UPDATE models SET updated_at = ?, last_number = max(last_number, ?) WHERE name = ?')
      .run(at, /^\d{1,15}$/.test(version) ? Number(version) : 0, facts.name);
  }

  private touch(name: string): void {
    this.db.prepare('UPDATE models SET updated_at = ? WHERE name = ?').run(this.now(), name);
  }
}

const one = { order: 'seq', limit: 1, offset: 0 };
const json = (value: object | undefined) =>
  value === undefined ? undefined : JSON.stringify(value);
const object = (value: object | undefined) => JSON.stringify(value ?? {});
const notEmpty = <T extends object>(value: T | undefined) =>
  value && Object.keys(value).length > 0 ? value : undefined;
const orNull = (value: string | undefined) => value ?? null;
// libsql terminates the process when a boolean is bound.
const flag = (value: boolean | undefined) => (value === undefined ? undefined : Number(value));

/** A condition and the values of its placeholders. */
type Condition = [sql: string, ...args: (string | number)[]];

/** Combines the conditions that apply with AND. */
function queryOf(from: string, { where, order, limit, offset }: ModelSelection): Query {
  return {
    sql: `SELECT ${from} WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    args: [...where.args, limit, offset]
  };
}

function allOf(...conditions: (Condition | false | undefined)[]): ModelSelection['where'] {
  const applied = conditions.filter((each): each is Condition => Array.isArray(each));
  return {
    sql: applied.map(([sql]) => sql).join(' AND '),
    args: applied.flatMap(([, ...args]) => args)
  };
}

/** Returns `column = ?,` for each defined value. */
function assignments(columns: Record<string, string | number | undefined>) {
  const given = Object.entries(columns).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined
  );
  return {
    sets: given.map(([column]) => `${column} = ?,`).join(' '),
    args: given.map(([, value]) => value)
  };
}
