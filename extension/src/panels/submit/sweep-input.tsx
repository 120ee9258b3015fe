import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter, ParameterValue } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { choiceLabel } from './choice-label.js';
import { MAX_TRIALS } from './limits.js';
import { problemText } from './parameter-control.js';
import { areNumbers, optionsOf, type SweepProblem, type SweepReading } from './sweep-values.js';

/** How many of the values of a range are shown. */
const SHOWN = 8;

/** The values of a varied parameter: checkboxes where it can have few values, else a text. */
export function SweepInput(props: {
  field: Parameter;
  text: string;
  reading: SweepReading;
  /** Attributes that connect the control with its label and its problem. */
  shared: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };
  trans: TranslationBundle;
  onType: (text: string) => void;
}): ReactNode {
  const { field, text, reading, shared, trans, onType } = props;
  const options = optionsOf(field);
  if (options) return <Options {...props} options={options} />;
  const isNumber = areNumbers(field);
  return (
    <>
      <textarea
        {...shared}
        className={`carry-Input carry-mod-code ${isNumber ? 'carry-mod-number' : ''}`}
        spellCheck={false}
        rows={Math.min(8, Math.max(isNumber ? 1 : 2, text.split('\n').length))}
        placeholder={isNumber ? '1, 2, 4' : trans.__('one value a line')}
        value={text}
        onChange={event => {
          onType(event.target.value);
        }}
      />
      {reading.ok && (
        <div className="carry-Field-help">{helpOf(field, text, reading.values, trans)}</div>
      )}
    </>
  );
}

function Options(props: Parameters<typeof SweepInput>[0] & { options: string[] }): ReactNode {
  const { field, text, options, shared, trans, onType } = props;
  const chosen = text.split('\n');
  return (
    <fieldset
      className="carry-SweepChoices"
      aria-label={trans.__('Values of %1', field.name)}
      aria-describedby={shared['aria-describedby']}
    >
      {options.map(option => (
        <label key={option}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={event => {
              const { checked } = event.target;
              onType(
                options.filter(one => (one === option ? checked : chosen.includes(one))).join('\n')
              );
            }}
          />
          {choiceLabel(option)}
        </label>
      ))}
    </fieldset>
  );
}

/** Explains the syntax until there is a range, whose values it then lists. */
function helpOf(
  field: Parameter,
  text: string,
  values: readonly ParameterValue[],
  trans: TranslationBundle
): string {
  if (!areNumbers(field)) return trans.__('One value a line.');
  if (!text.includes('..')) {
    return trans.__('Numbers, or a range: 1..5, 0..1 step 0.25, 1e-4..1 log.');
  }
  const shown = values.slice(0, SHOWN).map(String).join(', ');
  return values.length > SHOWN ? trans.__('%1, … (%2 values)', shown, values.length) : shown;
}

/** Explains why a text is no list of values. */
export function sweepProblemText(
  { problem, text }: { problem: SweepProblem; text: string },
  trans: TranslationBundle
): string {
  switch (problem) {
    case 'none':
      return trans.__('Give at least one value.');
    case 'twice':
      return trans.__('The value “%1” is there twice.', text);
    case 'range':
      return trans.__(
        'The range “%1” has no values, or more than %2. Write 1..5, 0..1 step 0.25 or 1e-4..1 log.',
        text,
        MAX_TRIALS
      );
    case 'many':
      return trans.__('These are more than %1 values.', MAX_TRIALS);
    case 'integer':
    case 'number':
    case 'json':
      return trans.__('“%1” is not valid. %2', text, problemText(problem, trans));
  }
}
