import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { choicesOf, fieldKind, type FormValue } from './field-value.js';

/** A form field for one parameter, with its help and its problem. */
export function ParameterInput(props: {
  field: Parameter;
  value: FormValue;
  edited: boolean;
  problem: string | null;
  trans: TranslationBundle;
  onType: (value: FormValue) => void;
}): ReactNode {
  const { field, edited, problem, trans } = props;
  const id = `carry-parameter-${field.name}`;
  const described = [field.help ? `${id}-help` : '', problem ? `${id}-problem` : '']
    .join(' ')
    .trim();
  return (
    <div className={`carry-Field ${edited ? 'carry-mod-edited' : ''}`}>
      <label htmlFor={id} className="carry-Field-label">
        <span className="carry-Field-name">{field.name}</span>
        {edited && <span className="carry-Field-edited">{trans.__('changed')}</span>}
      </label>
      <Control {...props} id={id} described={described} />
      {problem !== null && (
        <div id={`${id}-problem`} className="carry-Field-problem" role="alert">
          {problemText(problem, trans)}
        </div>
      )}
      {field.help !== undefined && (
        <div id={`${id}-help`} className="carry-Field-help">
          {field.help}
        </div>
      )}
    </div>
  );
}

function Control(props: {
  field: Parameter;
  value: FormValue;
  problem: string | null;
  id: string;
  described: string;
  trans: TranslationBundle;
  onType: (value: FormValue) => void;
}): ReactNode {
  const { field, value, id, onType, trans } = props;
  const kind = fieldKind(field);
  const shared = {
    id,
    'aria-invalid': props.problem !== null,
    'aria-describedby': props.described || undefined
  };
  if (kind === 'boolean') {
    return (
      <input
        {...shared}
        type="checkbox"
        className="carry-Checkbox"
        checked={value === true}
        onChange={event => {
          onType(event.target.checked);
        }}
      />
    );
  }
  const text = String(value);
  if (kind === 'choice') {
    return (
      <select
        {...shared}
        className="carry-Input"
        value={text}
        onChange={event => {
          onType(event.target.value);
        }}
      >
        {choicesOf(field).map(choice => (
          <option key={choice} value={choice} disabled={choice === ''}>
            {choice === '' ? placeholderOf(field, trans) : choiceLabel(choice)}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'json' || kind === 'any' || text.includes('\n')) {
    return (
      <textarea
        {...shared}
        className="carry-Input carry-mod-code"
        spellCheck={false}
        rows={Math.min(8, Math.max(1, text.split('\n').length))}
        placeholder={placeholderOf(field, trans)}
        value={text}
        onChange={event => {
          onType(event.target.value);
        }}
      />
    );
  }
  return (
    <input
      {...shared}
      type="text"
      inputMode={kind === 'string' ? 'text' : 'decimal'}
      placeholder={placeholderOf(field, trans)}
      className={`carry-Input ${kind === 'string' ? '' : 'carry-mod-number'}`}
      spellCheck={false}
      value={text}
      onChange={event => {
        onType(event.target.value);
      }}
    />
  );
}

/** A text is shown without its quotes, unless they tell it from another value, such as `"1"` from `1`. */
function choiceLabel(choice: string): string {
  const value: unknown = JSON.parse(choice);
  return typeof value === 'string' && /^[A-Za-z_][^"]*$/.test(value) && !isWord(value)
    ? value
    : choice;
}

function isWord(text: string): boolean {
  return /^(?:true|false|null)$/.test(text);
}

/** Says why an empty field has no default. */
function placeholderOf(field: Parameter, trans: TranslationBundle): string | undefined {
  if (field.default !== undefined) return undefined;
  return field.text === '' ? trans.__('no default') : trans.__('computed by the cell');
}

function problemText(problem: string, trans: TranslationBundle): string {
  switch (problem) {
    case 'integer':
      return trans.__('Enter a whole number, such as 12.');
    case 'number':
      return trans.__('Enter a number, such as 0.5 or 1e-3.');
    case 'json':
      return trans.__(
        'Enter valid JSON, such as "text" (with double quotes), [1, 2], true or null.'
      );
    default:
      return problem;
  }
}
