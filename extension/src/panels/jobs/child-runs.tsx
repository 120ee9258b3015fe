import type { TranslationBundle } from '@jupyterlab/translation';
import type { ChildRun, ChildRuns as Children } from '@carry-ml/bridge';
import { useState, type ReactNode } from 'react';
import { metricNumber, numberText } from '../../parts/number-text.js';
import { StatusMark } from '../../parts/status-mark.js';
import { statusWord } from './status-word.js';

interface Props {
  children: Children;
  onSelect: (name: string) => void;
  trans: TranslationBundle;
}

/** The trials of a sweep or the steps of a pipeline: a line each, with the values that tell them apart. */
export function ChildRuns({ children, onSelect, trans }: Props): ReactNode {
  const { metric, runs } = children;
  const [byMetric, setByMetric] = useState(false);
  if (runs.length === 0) {
    return <p className="carry-Hint">{trans.__('No run has started yet.')}</p>;
  }
  const names = [...new Set(runs.flatMap(({ values }) => values.map(({ name }) => name)))];
  return (
    <div className="carry-Scroll">
      <table className="carry-Table carry-ChildRuns">
        <thead>
          <tr>
            <th scope="col">{trans.__('Run')}</th>
            {names.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {metric !== null && (
              <th scope="col" aria-sort={byMetric ? sortOf(children) : 'none'}>
                <button
                  type="button"
                  className="carry-Link"
                  title={trans.__('Sort by %1, the best first', metric)}
                  onClick={() => {
                    setByMetric(!byMetric);
                  }}
                >
                  {metric}
                </button>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {(byMetric ? bestFirst(children) : runs).map(run => (
            <tr key={run.name} className={run.isBest ? 'carry-mod-best' : ''}>
              <th scope="row">
                <StatusMark status={run.status} />
                <button
                  type="button"
                  className="carry-Link"
                  title={`${run.displayName}: ${statusWord(run.status, trans)}`}
                  onClick={() => {
                    onSelect(run.name);
                  }}
                >
                  {run.displayName}
                </button>
              </th>
              {names.map(name => (
                <ValueCell key={name} text={valueOf(run, name)} />
              ))}
              {metric !== null && <td>{metricOf(run, trans)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A cell of a value; a long one is cut, and shown whole when it is pointed at. */
function ValueCell({ text }: { text: string }): ReactNode {
  return <td title={text}>{text}</td>;
}

function valueOf({ values }: ChildRun, name: string): string {
  return values.find(value => value.name === name)?.value ?? '';
}

/** Leads from a run to the one that it belongs to. */
export function ParentLink(props: {
  parent: string;
  onSelect: (name: string) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { parent, onSelect, trans } = props;
  return (
    <button
      type="button"
      className="carry-Link carry-Job-parent"
      onClick={() => {
        onSelect(parent);
      }}
    >
      {trans.__('Part of %1', parent)}
    </button>
  );
}

function metricOf({ metric, isBest }: ChildRun, trans: TranslationBundle): ReactNode {
  return (
    <>
      {metric !== null && numberText(metricNumber(metric))}
      {isBest && <span className="carry-Chip">{trans.__('best')}</span>}
    </>
  );
}

function sortOf({ isHighBest }: Children): 'ascending' | 'descending' {
  return isHighBest ? 'descending' : 'ascending';
}

/** Sorts the runs by their metric; those without a number come last. */
function bestFirst({ runs, isHighBest }: Children): ChildRun[] {
  const rank = ({ metric }: ChildRun): number => {
    const value = metric === null ? NaN : metricNumber(metric);
    return Number.isNaN(value) ? Infinity : isHighBest ? -value : value;
  };
  return [...runs].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}
