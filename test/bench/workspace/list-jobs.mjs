import { join } from 'node:path';
import Database from 'libsql';
import { median } from '../home.mjs';
import { finished, submit } from './jobs.mjs';
import { timeOf, wireOf } from './wire.mjs';

const ROUNDS = 9;
const MANY = 100_000;
const FEW = 100;

/** One page of few jobs against one page of many, by two servers in turn; then the deepest page of many. */
export async function measure(few, many) {
  await fill(few, FEW);
  await fill(many, MANY);
  const [small, large] = [wireOf(few), wireOf(many)];
  const page = ({ wire, path }, query = '') =>
    timeOf(20, 1, () => wire.text('GET', `${path}/jobs${query}`));
  try {
    const rounds = [];
    for (let i = 0; i <= ROUNDS; i++)
      rounds.push({
        few: await page(small),
        many: await page(large),
        deep: await page(large, `?$skip=${MANY - 200}`)
      });
    rounds.shift();
    const ms = key => (median(rounds.map(r => r[key])) / 20).toFixed(1);
    const ratio = key => median(rounds.map(r => r[key] / r.few)).toFixed(2);
    return [
      `| first page of 100,000 jobs | ${ms('many')} ms | the page of 100 jobs: ${ms('few')} ms | ${ratio('many')} | at most 2 |`,
      `| last page of 100,000 jobs | ${ms('deep')} ms | the page of 100 jobs: ${ms('few')} ms | ${ratio('deep')} | at most 2 |`
    ].join('\n');
  } finally {
    small.wire.close();
    large.wire.close();
  }
}

/** One real job, and then as many copies of its row as are wanted: 100,000 jobs would run for hours. */
async function fill(workspace, count) {
  const { wire, path } = wireOf(workspace);
  await submit({ wire, path }, 'bench-row');
  await finished({ wire, path }, ['bench-row']);
  wire.close();
  const db = new Database(join(workspace.home, 'state.db'));
  db.pragma('busy_timeout = 10000');
  const columns = db
    .prepare('PRAGMA table_info(jobs)')
    .all()
    .map(column => column.name)
    .filter(name => name !== 'seq' && name !== 'name')
    .join(', ');
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO jobs (name, ${columns}) SELECT 'copy-' || i, ${columns} FROM n, jobs WHERE name = 'bench-row'`);
  db.close();
}
