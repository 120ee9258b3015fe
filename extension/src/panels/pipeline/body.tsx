import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import { useFormModel } from '../../parts/use-model.js';
import type { PipelineModel } from './model.js';
import { StepCard } from './step-card.js';

interface Props {
  model: PipelineModel;
  onChooseFiles: () => void;
  trans: TranslationBundle;
}

/** The steps of a pipeline, and how it is submitted. */
export function PipelineBody({ model, onChooseFiles, trans }: Props): ReactNode {
  useFormModel(model);
  const { draft, error, busy } = model;
  const isAboutStep = draft.steps.some(({ name }) => name === error?.target);
  return (
    <form
      className="carry-Pipeline-page"
      aria-label={trans.__('Pipeline')}
      onSubmit={event => {
        event.preventDefault();
        void model.submit();
      }}
    >
      <h2 className="carry-Pipeline-title">{trans.__('Notebooks and scripts as one job')}</h2>
      {draft.steps.length === 0 && (
        <p className="carry-Hint">
          {trans.__(
            'Add notebooks (.ipynb) and scripts (.py, .js). A step can write a folder that later steps read.'
          )}
        </p>
      )}
      <ol className="carry-Pipeline-steps">
        {draft.steps.map((step, i) => (
          <li key={step.name}>
            <StepCard
              model={model}
              step={step}
              isFirst={i === 0}
              isLast={i === draft.steps.length - 1}
              trans={trans}
            />
          </li>
        ))}
      </ol>
      <div className="carry-Job-actions">
        <button type="button" className="carry-Button" onClick={onChooseFiles}>
          {trans.__('Add steps…')}
        </button>
        {draft.steps.length > 0 && (
          <button
            type="button"
            className="carry-Button"
            onClick={() => {
              model.clear();
            }}
          >
            {trans.__('Start over')}
          </button>
        )}
      </div>
      <Target model={model} trans={trans} />
      {error && !isAboutStep && <Notice kind="error">{error.message}</Notice>}
      <button type="submit" className="carry-Button carry-mod-primary" disabled={!model.canSubmit}>
        {busy ? trans.__('Submitting…') : trans.__('Submit pipeline')}
      </button>
    </form>
  );
}

function Target({ model, trans }: Omit<Props, 'onChooseFiles'>): ReactNode {
  const { draft, computes } = model;
  const text = (
    id: string,
    label: string,
    name: 'displayName' | 'experiment',
    placeholder: string | undefined
  ): ReactNode => (
    <Field id={`carry-pipeline-${id}`} label={label}>
      <input
        id={`carry-pipeline-${id}`}
        className="carry-Input"
        spellCheck={false}
        placeholder={placeholder}
        value={draft[name]}
        onChange={event => {
          model.choose({ [name]: event.target.value });
        }}
      />
    </Field>
  );
  return (
    <section className="carry-Section" aria-label={trans.__('Where it runs')}>
      {text('name', trans.__('Name'), 'displayName', draft.steps[0]?.name)}
      {text(
        'experiment',
        trans.__('Experiment'),
        'experiment',
        draft.displayName || draft.steps[0]?.name
      )}
      <Field id="carry-pipeline-compute" label={trans.__('Compute')}>
        <select
          id="carry-pipeline-compute"
          className="carry-Input"
          value={model.compute}
          onChange={event => {
            model.choose({ compute: event.target.value });
          }}
        >
          {computes.map(({ name, type, description }) => (
            <option key={name} value={name} title={description}>
              {`${name} (${type})`}
            </option>
          ))}
        </select>
      </Field>
      <label className="carry-Pipeline-reuse">
        <input
          type="checkbox"
          checked={draft.reuse}
          onChange={event => {
            model.choose({ reuse: event.target.checked });
          }}
        />{' '}
        {trans.__('Take the results of steps that have run before with the same files and values')}
      </label>
    </section>
  );
}
