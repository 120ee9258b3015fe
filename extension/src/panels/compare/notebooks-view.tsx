import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { ServiceError } from '../../service/service-error.js';
import { columnNames } from './compared-curves.js';
import type { CompareModel } from './model.js';
import type { NotebookDiff } from './notebook-diff.js';

interface Props {
  model: CompareModel;
  trans: TranslationBundle;
}

/** Compares the executed notebooks of two of the runs, on request: a notebook may be large. */
export function NotebooksView({ model, trans }: Props): ReactNode {
  const [pair, setPair] = useState<[string, string]>([model.runs[0] ?? '', model.runs[1] ?? '']);
  const [busy, setBusy] = useState(false);
  const [diff, setDiff] = useState<NotebookDiff | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const compare = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setDiff(await model.diffNotebooks(...pair));
    } catch (e) {
      setDiff(null);
      setProblem(ServiceError.from(e).message);
    }
    setBusy(false);
  };
  const choose = (runs: [string, string]): void => {
    setPair(runs);
    setDiff(null);
    setProblem(null);
  };
  return (
    <section aria-label={trans.__('Executed notebooks')}>
      <h3 className="carry-Section-title">{trans.__('Executed notebooks')}</h3>
      <div className="carry-Compare-pair">
        <RunChoice
          model={model}
          label={trans.__('From')}
          value={pair[0]}
          disabled={busy}
          onChange={run => {
            choose([run, pair[1]]);
          }}
        />
        <RunChoice
          model={model}
          label={trans.__('to')}
          value={pair[1]}
          disabled={busy}
          onChange={run => {
            choose([pair[0], run]);
          }}
        />
        <button
          type="button"
          className="carry-Button"
          disabled={busy || pair[0] === pair[1]}
          onClick={() => void compare()}
        >
          {busy ? trans.__('Comparing…') : trans.__('Compare notebooks')}
        </button>
      </div>
      <p className="carry-Hint">
        {trans.__('The sources of the cells and the texts that they print; images are only named.')}
      </p>
      {problem !== null && <Notice kind="error">{problem}</Notice>}
      {diff && <Difference diff={diff} trans={trans} />}
    </section>
  );
}

function RunChoice(props: {
  model: CompareModel;
  label: string;
  value: string;
  disabled: boolean;
  onChange: (run: string) => void;
}): ReactNode {
  const { model, label, value, disabled, onChange } = props;
  const names = columnNames(model.columns);
  return (
    <label className="carry-Charts-choice">
      {label}
      <select
        className="carry-Input"
        value={value}
        disabled={disabled}
        onChange={event => {
          onChange(event.target.value);
        }}
      >
        {model.runs.map((run, i) => (
          <option key={run} value={run}>
            {names[i]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Difference({ diff, trans }: { diff: NotebookDiff; trans: TranslationBundle }): ReactNode {
  if (diff.kind !== 'hunks') return <Notice kind="info">{reasonOf(diff.kind, trans)}</Notice>;
  return (
    <div className="carry-Diff" tabIndex={0} role="region" aria-label={trans.__('Difference')}>
      {diff.hunks.map((hunk, i) => (
        <pre key={i} className="carry-Diff-hunk">
          {hunk.lines.map((line, at) => (
            <DiffLine key={at} line={line} />
          ))}
        </pre>
      ))}
    </div>
  );
}

/** The sign stays in the text, so that the line is understood without its colour. */
function DiffLine({ line }: { line: string }): ReactNode {
  switch (line[0]) {
    case '+':
      return <ins className="carry-Diff-line">{line}</ins>;
    case '-':
      return <del className="carry-Diff-line">{line}</del>;
    default:
      return <span className="carry-Diff-line">{line}</span>;
  }
}

function reasonOf(kind: Exclude<NotebookDiff['kind'], 'hunks'>, trans: TranslationBundle): string {
  switch (kind) {
    case 'same':
      return trans.__('The cells and what they print are the same.');
    case 'no-notebook':
      return trans.__(
        'One of the two runs has saved no notebook: it is not the run of a notebook, or its first cell has not run yet.'
      );
    case 'unreadable':
      return trans.__('One of the two notebooks cannot be read. Try again when its run has ended.');
    case 'too-different':
      return trans.__(
        'The notebooks have too little in common to compare them line by line. Open both from their runs instead.'
      );
  }
}
