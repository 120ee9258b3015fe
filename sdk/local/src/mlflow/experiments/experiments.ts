import type { Database } from 'libsql';
import { Queries } from '../../store/queries.js';
import { inTransaction } from '../../store/transaction.js';
import { fail } from '../errors.js';
import { stagesOf, type Stage, type View } from '../lifecycle.js';
import { experimentGrammar } from '../search/grammar.js';
import { attributeOrders } from '../search/order-by.js';
import { parseFilter } from '../search/parser.js';
import { all, compare, compareKeyed, type Condition } from '../search/sql.js';
import { mapInTurns } from '../wire/in-turns.js';

/** A group of runs. Times in milliseconds since 1970. */
export interface Experiment {
  id: string;
  name: string;
  artifactLocation: string;
  stage: Stage;
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

interface Row {
  experiment_id: number;
  name: string;
  artifact_location: string;
  stage: Stage;
  creation_time: number;
  last_update_time: number;
  tags: string;
}

const columns = `e.*, (SELECT json_group_object(key, value) FROM mlflow_experiment_tags t
  WHERE t.experiment_id = e.experiment_id) AS tags`;

/** Stores experiments. The experiment `0` is named `Default`, as on every MLflow server. */
export class ExperimentStore {
  private readonly queries: Queries;

  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    this.queries = new Queries(db);
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_experiments (
        experiment_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, artifact_location TEXT NOT NULL,
        stage TEXT NOT NULL, creation_time INTEGER NOT NULL, last_update_time INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS mlflow_experiment_tags (
        experiment_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (experiment_id, key)) WITHOUT ROWID`);
    db.prepare(
      `INSERT INTO mlflow_experiments VALUES (0, 'Default', ?, 'active', ?, ?) ON CONFLICT DO NOTHING`
    ).run(runsLocation, now(), now());
  }

  create(name: string, tags: Record<string, string> = {}, artifactLocation = runsLocation): string {
    return inTransaction(this.db, () => {
      if (this.findByName(name)) throw fail('ExperimentNameTaken', { name });
      const at = this.now();
      const { lastInsertRowid } = this.db
        .prepare(
          `INSERT INTO mlflow_experiments (name, artifact_location, stage, creation_time, last_update_time)
           VALUES (?, ?, 'active', ?, ?)`
        )
        .run(name, artifactLocation, at, at);
      const id = String(lastInsertRowid);
      for (const [key, value] of Object.entries(tags)) this.putTag(id, key, value);
      return id;
    });
  }

  /** Returns the id of the experiment with this name. Creates it if it does not exist, and restores it if it was deleted. */
  ensure(name: string): string {
    const found = this.findByName(name);
    if (!found) return this.create(name);
    if (found.stage === 'deleted') this.setStage(found.id, 'active');
    return found.id;
  }

  find(id: string): Experiment | undefined {
    if (!/^\d+$/.test(id)) return undefined;
    return this.queryOne('e.experiment_id = ?', Number(id));
  }

  /** Throws if a text cannot be the id of an experiment. */
  checkId(id: string): void {
    if (!/^-?\d{1,15}$/.test(id)) throw fail('ExperimentIdInvalid', { id });
  }

  /** Returns an experiment or throws MLflow's error. */
  get(id: string): Experiment {
    this.checkId(id);
    const experiment = this.find(id);
    if (!experiment) throw fail('ExperimentNotFound', { id });
    return experiment;
  }

  /** Returns an experiment that may be changed. Throws if it is deleted. */
  getActive(id: string): Experiment {
    const experiment = this.get(id);
    if (experiment.stage !== 'active')
      throw fail('ExperimentNotActive', { id, stage: experiment.stage });
    return experiment;
  }

  findByName(name: string): Experiment | undefined {
    return this.queryOne('e.name = ?', name);
  }

  rename(id: string, name: string): void {
    const experiment = this.get(id);
    if (experiment.stage !== 'active') throw fail('ExperimentDeleted', { id });
    const other = this.findByName(name);
    if (other && other.id !== id) throw fail('ExperimentNameTaken', { name });
    this.db
      .prepare(
        'UPDATE mlflow_experiments SET name = ?, last_update_time = ? WHERE experiment_id = ?'
      )
      .run(name, this.now(), Number(id));
  }

  setStage(id: string, stage: Stage): void {
    this.db
      .prepare(
        'UPDATE mlflow_experiments SET stage = ?, last_update_time = ? WHERE experiment_id = ?'
      )
      .run(stage, this.now(), Number(id));
  }

  setTag(id: string, key: string, value: string): void {
    this.getActive(id);
    this.putTag(id, key, value);
  }

  deleteTag(id: string, key: string): void {
    this.getActive(id);
    const { changes } = this.db
      .prepare('DELETE FROM mlflow_experiment_tags WHERE experiment_id = ? AND key = ?')
      .run(Number(id), key);
    if (changes === 0) throw fail('ExperimentTagNotFound', { experiment: id, key });
  }

  async search(query: {
    filter?: string;
    orderBy: string[];
    view: View;
    offset: number;
    limit: number;
  }): Promise<Experiment[]> {
    const where = all([
      { sql: 'e.stage IN (SELECT value FROM json_each(?))', args: [stagesOf(query.view)] },
      ...parseFilter(query.filter, experimentGrammar).map(condition)
    ]);
    const orders = attributeOrders(
      query.orderBy.length ? query.orderBy : ['creation_time DESC', 'experiment_id ASC'],
      experimentGrammar,
      key => `e.${key}`
    );
    const rows = await this.queries.all<Row>({
      sql: `SELECT ${columns} FROM mlflow_experiments e WHERE ${where.sql}
        ORDER BY ${[...orders, 'e.experiment_id DESC'].join(', ')} LIMIT ? OFFSET ?`,
      args: [...where.args, query.limit, query.offset]
    });
    return mapInTurns(rows, toExperiment);
  }

  private queryOne(where: string, value: string | number): Experiment | undefined {
    const row = this.db
      .prepare(`SELECT ${columns} FROM mlflow_experiments e WHERE ${where}`)
      .get(value) as Row | undefined;
    return row && toExperiment(row);
  }

  private putTag(id: string, key: string, value: string): void {
    this.db
      .prepare(
        'INSERT INTO mlflow_experiment_tags VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'
      )
      .run(Number(id), key, value);
  }
}

/**
 * The location of all runs' artifacts, regardless of the experiment's own location: like Azure ML, the workspace stores artifacts
 * itself, and only reports back a location that a client has set.
 */
export const runsLocation = 'mlflow-artifacts:/ExperimentRun';

function condition(comparison: ReturnType<typeof parseFilter>[number]): Condition {
  if (comparison.entity === 'tag')
    return compareKeyed('mlflow_experiment_tags', 't.experiment_id = e.experiment_id', comparison);
  if (comparison.key === 'experiment_id') {
    const ids = [comparison.value ?? ''].flat().map(String);
    if (!['=', '!=', 'IN', 'NOT IN'].includes(comparison.op) || !ids.every(id => /^\d+$/.test(id)))
      throw fail('FilterExperimentIdInvalid', { ids });
    return compare('CAST(e.experiment_id AS TEXT)', comparison);
  }
  return compare(`e.${comparison.key}`, comparison);
}

function toExperiment(row: Row): Experiment {
  return {
    id: String(row.experiment_id),
    name: row.name,
    artifactLocation: row.artifact_location,
    stage: row.stage,
    createdAt: row.creation_time,
    updatedAt: row.last_update_time,
    tags: JSON.parse(row.tags) as Record<string, string>
  };
}
