import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { choiceLabel } from './choice-label.js';
import { choicesOf, fieldKind, type FormValue } from './field-value.js';
import type { SweepForm } from './sweep-form.js';
import { SweepInput, sweepProblemText } from './sweep-input.js';

/** A form field for one parameter, with its help and its problem. */
export function ParameterInput(props: {
  field: Parameter;
  value: FormValue;
  edited: boolean;
  problem: string | null;
  sweep: SweepForm;
  trans: TranslationBundle;
  onType: (value: FormValue) => void;
}): ReactNode {
  const { field, edited, sweep, value, trans } = props;
  const isVaried = sweep.isVaried(field);
  const problem = isVaried ? sweepProblem(props) : props.problem;
  const id = `carry-parameter-${field.name}`;
  const described = [field.help ? `${id}-help` : '', problem ? `${id}-problem` : '']
    .join(' ')
    .trim();
  return (
    <div className={`carry-Field ${edited ? 'carry-mod-edited' : ''}`}>
      <div className="carry-Field-head">
        <label htmlFor={id} className="carry-Field-label">
          <span className="carry-Field-name">{field.name}</span>
        </label>
        {edited && !isVaried && <span className="carry-Field-edited">{trans.__('changed')}</span>}
        <button
          type="button"
          className="carry-Link carry-Field-vary"
          aria-pressed={isVaried}
          aria-label={trans.__('Vary %1', field.name)}
          title={trans.__('Run the notebook with several values of %1', field.name)}
          onClick={() => {
            if (isVaried) sweep.stop(field);
            else sweep.start(field, value);
          }}
        >
          {isVaried ? trans.__('One value') : trans.__('Vary')}
        </button>
      </div>
      {isVaried ? (
        <SweepInput
          field={field}
          text={sweep.text(field)}
          reading={sweep.reading(field)}
          shared={{
            id,
            'aria-invalid': problem !== null,
            'aria-describedby': described || undefined
          }}
          trans={trans}
          onType={text => {
            sweep.type(field, text);
          }}
        />
      ) : (
        <Control {...props} id={id} described={described} />
      )}
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

/** The problem of the values of a varied parameter, or what the bridge says about them. */
function sweepProblem({
  field,
  problem,
  sweep,
  trans
}: Pick<Parameters<typeof ParameterInput>[0], 'field' | 'problem' | 'sweep' | 'trans'>) {
  const reading = sweep.reading(field);
  return reading.ok ? problem : sweepProblemText(reading, trans);
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
