import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { numberProblemText } from '../../parts/number-problem.js';
import { choiceLabel } from './choice-label.js';
import { choicesOf, fieldKind, type FormValue } from './field-value.js';

/** The control that edits the value of a parameter. */
export function ParameterControl(props: {
  field: Parameter;
  value: FormValue;
  problem: string | null;
  id: string;
  /** The ids of what describes it. */
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

/** Says why an empty field has no default. */
function placeholderOf(field: Parameter, trans: TranslationBundle): string | undefined {
  if (field.default !== undefined) return undefined;
  return field.text === '' ? trans.__('no default') : trans.__('computed by the cell');
}

/** Says how to write a value that does not fit its parameter. */
export function problemText(problem: string, trans: TranslationBundle): string {
  switch (problem) {
    case 'integer':
    case 'number':
      return numberProblemText(problem, trans);
    case 'json':
      return trans.__(
        'Enter valid JSON, such as "text" (with double quotes), [1, 2], true or null.'
      );
    default:
      return problem;
  }
}
