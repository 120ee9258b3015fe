import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef, type ReactNode } from 'react';
import { rowPlace, type NamedText, type RowList } from './job-options.js';

interface Props {
  place: RowList;
  label: string;
  /** The text of the button that adds a row. */
  add: string;
  /** What the first field of a row is; default: a name. */
  name?: string;
  /** Texts that the first field proposes. */
  names?: readonly string[];
  /** What the second field of a row is; default: a value. */
  valueName?: string;
  /** Texts that the second field proposes. */
  known?: readonly string[];
  rows: readonly NamedText[];
  /** The problem at a place, such as `/tags#1` or `/tags/team`. */
  problem: (place: string) => string | null;
  /** A warning about a row that can be submitted. */
  warning?: (row: NamedText) => string | null;
  onChange: (rows: NamedText[]) => void;
  trans: TranslationBundle;
}

/** Rows of names and values, each with a button that removes it. */
export function NamedTexts(props: Props): ReactNode {
  const { place, label, add, names = [], known = [], rows, onChange } = props;
  const group = useRef<HTMLFieldSetElement>(null);
  /** Where the focus goes once the rows have changed. */
  const focus = useRef<number | 'add' | null>(null);
  useEffect(() => {
    const at = focus.current;
    focus.current = null;
    if (at === null) return;
    const control = at === 'add' ? ':scope > .carry-Link' : `[data-row="${at}"] input`;
    group.current?.querySelector<HTMLElement>(control)?.focus();
  }, [rows.length]);
  return (
    <fieldset ref={group} className="carry-Rows">
      <legend className="carry-Field-label">{label}</legend>
      <Proposals id={listId(place, 'name')} texts={names} />
      <Proposals id={listId(place, 'value')} texts={known} />
      {rows.map((row, i) => (
        <Row
          key={i}
          {...props}
          row={row}
          id={`carry${place.replace('/', '-')}-${i}`}
          text={props.problem(rowPlace(place, i)) ?? props.problem(`${place}/${row.name.trim()}`)}
          at={i}
          onType={change => {
            onChange(rows.map((one, at) => (at === i ? { ...one, ...change } : one)));
          }}
          onRemove={() => {
            focus.current = rows.length > 1 ? Math.min(i, rows.length - 2) : 'add';
            onChange(rows.filter((_, at) => at !== i));
          }}
        />
      ))}
      <button
        type="button"
        className="carry-Link"
        onClick={() => {
          focus.current = rows.length;
          onChange([...rows, { name: '', value: '' }]);
        }}
      >
        {add}
      </button>
    </fieldset>
  );
}

function listId(place: RowList, field: 'name' | 'value'): string {
  return `carry${place.replace('/', '-')}-${field}-proposals`;
}

function Proposals({ id, texts }: { id: string; texts: readonly string[] }): ReactNode {
  return (
    <datalist id={id}>
      {texts.map(text => (
        <option key={text} value={text} />
      ))}
    </datalist>
  );
}

function Row(
  props: Props & {
    row: NamedText;
    id: string;
    text: string | null;
    at: number;
    onType: (change: Partial<NamedText>) => void;
    onRemove: () => void;
  }
): ReactNode {
  const { row, id, text, warning, label, trans, onType } = props;
  const hint = text ?? warning?.(row) ?? null;
  const shared = {
    type: 'text',
    className: 'carry-Input carry-mod-code',
    spellCheck: false,
    'aria-invalid': text !== null,
    'aria-describedby': hint === null ? undefined : id
  };
  return (
    <>
      <div className="carry-Rows-row" data-row={props.at}>
        <input
          {...shared}
          aria-label={trans.__('%1: name', label)}
          placeholder={props.name ?? trans.__('name')}
          list={props.names && listId(props.place, 'name')}
          value={row.name}
          onChange={event => {
            onType({ name: event.target.value });
          }}
        />
        <input
          {...shared}
          aria-label={trans.__('%1: value of %2', label, row.name)}
          placeholder={props.valueName ?? trans.__('value')}
          list={props.known && listId(props.place, 'value')}
          value={row.value}
          onChange={event => {
            onType({ value: event.target.value });
          }}
        />
        <button
          type="button"
          className="carry-Rows-remove"
          title={trans.__('Remove')}
          aria-label={trans.__('Remove %1', row.name)}
          onClick={props.onRemove}
        >
          ×
        </button>
      </div>
      {hint !== null && (
        <div
          id={id}
          className={text === null ? 'carry-Field-help' : 'carry-Field-problem'}
          role={text === null ? undefined : 'alert'}
        >
          {hint}
        </div>
      )}
    </>
  );
}
