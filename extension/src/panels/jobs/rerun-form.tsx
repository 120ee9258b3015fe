import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import { useFormModel } from '../../parts/use-model.js';
import { ParameterControl } from '../submit/parameter-control.js';
import { ChangedMark, ParameterField } from '../submit/parameter-field.js';
import type { RerunModel, RerunTexts } from './rerun-model.js';

interface Props {
  model: RerunModel;
  trans: TranslationBundle;
}

/** The form that submits the selected job again with what the user changes. */
export function RerunFormView(
  props: Props & { onSubmit: () => void; onClose: () => void }
): ReactNode {
  const { model, onSubmit, onClose, trans } = props;
  useFormModel(model);
  const { form, formError } = model;
  return (
    <form
      className="carry-Register"
      aria-label={trans.__('Run again with changes')}
      onSubmit={event => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <h3 className="carry-Section-title">{trans.__('Run again with changes')}</h3>
      <p className="carry-Hint">
        {trans.__(
          'The code and the environment are those of this run, whatever has changed in the notebook since.'
        )}
      </p>
      {form?.parameters.map(field => (
        <RerunParameter key={field.name} model={model} field={field} trans={trans} />
      ))}
      {form && <Target model={model} trans={trans} />}
      {!form && !formError && <p className="carry-Hint">{trans.__('Reading the run…')}</p>}
      {formError && <Notice kind="error">{formError.message}</Notice>}
      <div className="carry-Job-actions">
        <button
          type="submit"
          className="carry-Button carry-mod-primary"
          disabled={!model.canSubmit}
        >
          {trans.__('Run')}
        </button>
        <button type="button" className="carry-Button" onClick={onClose}>
          {trans.__('Close')}
        </button>
      </div>
    </form>
  );
}

function RerunParameter({ model, field, trans }: Props & { field: Parameter }): ReactNode {
  // The Submit form, which has fields of the same parameters, is in the same page.
  const id = `carry-rerun-parameter-${field.name}`;
  const problem = model.problem(field);
  const edited = model.isEdited(field);
  return (
    <ParameterField
      id={id}
      field={field}
      edited={edited}
      problem={problem}
      trans={trans}
      head={edited && <ChangedMark trans={trans} />}
      control={described => (
        <ParameterControl
          field={field}
          value={model.value(field)}
          problem={problem}
          id={id}
          described={described}
          trans={trans}
          onType={value => {
            model.type(field, value);
          }}
        />
      )}
    />
  );
}

function Target({ model, trans }: Props): ReactNode {
  const compute = model.text('compute');
  const names = model.computes.map(({ name }) => name);
  const input = (name: keyof RerunTexts, label: string): ReactNode => (
    <Field id={`carry-rerun-${name}`} label={label}>
      <input
        id={`carry-rerun-${name}`}
        className="carry-Input"
        spellCheck={false}
        required
        value={model.text(name)}
        onChange={event => {
          model.setText(name, event.target.value);
        }}
      />
    </Field>
  );
  return (
    <>
      <Field id="carry-rerun-compute" label={trans.__('Compute')}>
        <select
          id="carry-rerun-compute"
          className="carry-Input"
          value={compute}
          onChange={event => {
            model.setText('compute', event.target.value);
          }}
        >
          {[...new Set([compute, ...names])].map(name => (
            <option key={name} value={name} disabled={name === ''}>
              {name === '' ? trans.__('chosen by the workspace') : name}
            </option>
          ))}
        </select>
      </Field>
      {input('displayName', trans.__('Display name'))}
      {input('experiment', trans.__('Experiment'))}
    </>
  );
}
