import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import type { FormValue } from './field-value.js';
import { ParameterControl } from './parameter-control.js';
import { ChangedMark, ParameterField } from './parameter-field.js';
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
  const vary = (
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
  );
  return (
    <ParameterField
      id={id}
      field={field}
      edited={edited}
      problem={problem}
      trans={trans}
      head={
        <>
          {edited && !isVaried && <ChangedMark trans={trans} />}
          {vary}
        </>
      }
      control={described =>
        isVaried ? (
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
          <ParameterControl {...props} id={id} described={described} />
        )
      }
    />
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
