import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, type ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import type { ScheduleForm, SchedulesModel } from './model.js';
import { expressionWords } from './trigger-words.js';

/** Times that many want; each replaces the expression. */
const USUAL: readonly { expression: string; label: (trans: TranslationBundle) => string }[] = [
  { expression: '0 * * * *', label: trans => trans.__('Every hour') },
  { expression: '0 6 * * *', label: trans => trans.__('Every day at 06:00') },
  { expression: '0 6 * * 1-5', label: trans => trans.__('Working days at 06:00') },
  { expression: '0 6 * * 1', label: trans => trans.__('Mondays at 06:00') }
];

/** The form that creates a schedule, or changes its times. */
export function ScheduleFormView(props: {
  model: SchedulesModel;
  form: ScheduleForm;
  trans: TranslationBundle;
}): ReactNode {
  const { model, form, trans } = props;
  const { problem } = model;
  return (
    <form
      className="carry-ScheduleForm"
      aria-label={trans.__('Schedule')}
      onSubmit={event => {
        event.preventDefault();
        void model.save();
      }}
    >
      <h3 className="carry-Section-title">
        {form.job
          ? trans.__('Schedule “%1”', form.job.displayName)
          : trans.__('Times of “%1”', form.name)}
      </h3>
      {form.job && (
        <>
          <Field id="carry-schedule-name" label={trans.__('Name')}>
            <input
              id="carry-schedule-name"
              className="carry-Input"
              autoFocus
              spellCheck={false}
              value={form.name}
              aria-invalid={problem === 'name' || model.replaces}
              onChange={event => {
                model.type({ name: event.target.value });
              }}
            />
          </Field>
          {problem === 'name' && (
            <p className="carry-Field-problem">
              {trans.__(
                'A name has letters, digits, - and _, and begins with a letter or a digit.'
              )}
            </p>
          )}
          {model.replaces && (
            <p className="carry-Field-problem">
              {trans.__('There is a schedule of this name. Choose another name.')}
            </p>
          )}
        </>
      )}
      <Times {...props} />
      {form.error && <Notice kind="error">{form.error.message}</Notice>}
      <div className="carry-Job-actions">
        <button
          type="submit"
          className="carry-Button carry-mod-primary"
          disabled={form.busy || problem !== null || model.replaces}
        >
          {form.job ? trans.__('Create schedule') : trans.__('Save times')}
        </button>
        <button
          type="button"
          className="carry-Button"
          onClick={() => {
            model.closeForm();
          }}
        >
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

function Times(props: {
  model: SchedulesModel;
  form: ScheduleForm;
  trans: TranslationBundle;
}): ReactNode {
  const { model, form, trans } = props;
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const words = expressionWords(form.expression);
  return (
    <>
      <Field id="carry-schedule-usual" label={trans.__('When')}>
        <select
          id="carry-schedule-usual"
          className="carry-Input"
          value={USUAL.some(one => one.expression === form.expression) ? form.expression : ''}
          onChange={event => {
            if (event.target.value !== '') model.type({ expression: event.target.value });
          }}
        >
          {USUAL.map(({ expression, label }) => (
            <option key={expression} value={expression}>
              {label(trans)}
            </option>
          ))}
          <option value="">{trans.__('Other times')}</option>
        </select>
      </Field>
      <Field id="carry-schedule-cron" label={trans.__('Cron expression')}>
        <input
          id="carry-schedule-cron"
          className="carry-Input"
          value={form.expression}
          spellCheck={false}
          aria-invalid={words === null}
          aria-describedby="carry-schedule-words"
          onChange={event => {
            model.type({ expression: event.target.value });
          }}
        />
      </Field>
      <p
        id="carry-schedule-words"
        className={words === null ? 'carry-Field-problem' : 'carry-Hint'}
        aria-live="polite"
      >
        {words ??
          trans.__(
            'Five fields: minutes, hours, days, months, days of the week, such as “15 16 * * 1”.'
          )}
      </p>
      <Field id="carry-schedule-zone" label={trans.__('Time zone')}>
        <select
          id="carry-schedule-zone"
          className="carry-Input"
          value={form.timeZone}
          onChange={event => {
            model.type({ timeZone: event.target.value });
          }}
        >
          {[...new Set([form.timeZone, 'UTC', ...zones])].map(zone => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
      </Field>
    </>
  );
}
