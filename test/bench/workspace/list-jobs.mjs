import { join } from 'node:path';
import Database from 'libsql';
import { median } from '../home.mjs';
import { finished, submit } from './jobs.mjs';
import { timeOf, wireOf } from './wire.mjs';

const ROUNDS = 9;
const MANY = 100_000;
const FEW = 100;

/** Compares one page of few jobs with one page of many, on two servers alternately; then with the last page of many. */
export async function measure(few, many) {
  await fill(few, FEW);
  await fill(many, MANY);
  const [small, large] = [wireOf(few), wireOf(many)];
  const page = ({ wire, path }, query = '') =>
    timeOf(20, 1, () => wire.text('GET', `${path}/jobs${query}`));
  try {
    const last = await lastPage(large.wire, large.path);
    const rounds = [];
    for (let i = 0; i <= ROUNDS; i++)
      rounds.push({
        few: await page(small),
        many: await page(large),
        deep: await timeOf(20, 1, () => large.wire.text('GET', last))
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

/** Returns the URL of the last page of many. Like a client, it follows the link of each page to the next. */
async function lastPage(wire, path) {
  const follow = async (from, pages) => {
    let link = from;
    for (let i = 0; i < pages; i++) {
      const { pathname, search } = new URL((await wire.json('GET', link)).nextLink);
      link = `${pathname}${search}`;
    }
    return link;
  };
  const lastThousand = await follow(`${path}/jobs?$top=1000`, MANY / 1000 - 1);
  return follow(lastThousand.replace('top=1000', 'top=100'), 9);
}

/** Creates one real job and then copies of its row, because 100,000 jobs would run for hours. */
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
