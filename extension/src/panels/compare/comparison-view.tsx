import type { TranslationBundle } from '@jupyterlab/translation';
import type { ComparedRun } from '@carry-ml/bridge';
import { useState, type ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { moment } from '../../parts/moment.js';
import { useNow } from '../../parts/use-now.js';
import { columnNames } from './compared-curves.js';
import { differing, metricRows, namedRows, type Row } from './comparison-table.js';
import type { CompareModel } from './model.js';
import { RunHeading } from './run-heading.js';

interface Props {
  model: CompareModel;
  onShowRun: (run: string) => void;
  trans: TranslationBundle;
}

/** How much of a git commit tells it apart. */
const COMMIT_LENGTH = 10;

/** The runs as columns: what they ran as, their parameters and tags, and the latest values of their metrics. */
export function ComparisonView({ model, onShowRun, trans }: Props): ReactNode {
  const { columns } = model;
  const [showsAll, setShowsAll] = useState(false);
  const runs = columns.map(({ run }) => run);
  const now = useNow(runs.some(run => run?.finished === false));
  const names = columnNames(columns);
  const shown = (rows: Row[]): Row[] => (showsAll ? rows : differing(rows, runs));
  const parameters = namedRows(runs, run => run.parameters);
  const tags = namedRows(runs, run => run.tags);
  const facts = (entries: (run: ComparedRun) => Fact[]): Row[] => factRows(runs, entries);
  return (
    <>
      <label className="carry-Charts-choice carry-Compare-all">
        <input
          type="checkbox"
          className="carry-Checkbox"
          checked={showsAll}
          onChange={event => {
            setShowsAll(event.target.checked);
          }}
        />
        {trans.__('Show also what is the same in all runs')}
      </label>
      <div
        className="carry-Compare-scroll"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Runs')}
      >
        <table className="carry-Compare-table">
          <thead>
            <tr>
              <td />
              {columns.map((column, look) => (
                <RunHeading
                  key={column.name}
                  column={column}
                  name={names[look] ?? column.name}
                  look={look}
                  onShowRun={onShowRun}
                  trans={trans}
                />
              ))}
            </tr>
          </thead>
          <Section
            rows={[
              ...facts(run => [
                [trans.__('Started'), run.startedAt ? moment(run.startedAt) : ''],
                [trans.__('Duration'), tookText(run, now)]
              ]),
              ...shown(facts(run => environmentOf(run, trans)))
            ]}
          />
          <Section
            title={trans.__('Parameters')}
            rows={shown(parameters)}
            empty={emptyText(parameters, trans)}
          />
          {tags.length > 0 && (
            <Section title={trans.__('Tags')} rows={shown(tags)} empty={emptyText(tags, trans)} />
          )}
          <Section
            title={trans.__('Metrics, latest values')}
            rows={metricRows(runs)}
            empty={trans.__('No run has logged a metric.')}
          />
        </table>
      </div>
    </>
  );
}

function Section(props: { title?: string; rows: readonly Row[]; empty?: string }): ReactNode {
  const { title, rows, empty } = props;
  return (
    <tbody>
      {title !== undefined && (
        <tr>
          <th scope="rowgroup" className="carry-Section-title">
            {title}
          </th>
        </tr>
      )}
      {rows.map(({ name, values }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {values.map((value, i) => (
            <td key={i}>{value ?? '–'}</td>
          ))}
        </tr>
      ))}
      {rows.length === 0 && empty !== undefined && (
        <tr>
          <td colSpan={100} className="carry-mod-faint">
            {empty}
          </td>
        </tr>
      )}
    </tbody>
  );
}

type Fact = [name: string, value: string];

function factRows(
  runs: readonly (ComparedRun | null)[],
  entries: (run: ComparedRun) => Fact[]
): Row[] {
  const columns = runs.map(run => (run ? entries(run) : null));
  const names = columns.find(column => column !== null)?.map(([name]) => name) ?? [];
  const rows = names.map((name, row) => ({
    name,
    values: columns.map(column => column?.[row]?.[1] || null)
  }));
  return rows.filter(({ values }) => values.some(value => value !== null));
}

/** What a run ran in, as and on. */
function environmentOf(run: ComparedRun, trans: TranslationBundle): Fact[] {
  return [
    [trans.__('Kind'), run.kind === 'job' ? trans.__('job') : trans.__('interactive')],
    [trans.__('Experiment'), run.experiment],
    [trans.__('Notebook'), run.notebook ?? ''],
    [trans.__('Started by'), run.user],
    [trans.__('Compute'), run.compute],
    [trans.__('Environment'), run.environment],
    [trans.__('Kernel'), run.kernel],
    [trans.__('Git commit'), run.commit.slice(0, COMMIT_LENGTH)]
  ];
}

function tookText(run: ComparedRun, now: number): string {
  const took = elapsed(run, now);
  return took === null ? '' : duration(took);
}

function emptyText(all: readonly Row[], trans: TranslationBundle): string {
  return all.length === 0 ? trans.__('None.') : trans.__('The same in all runs.');
}
