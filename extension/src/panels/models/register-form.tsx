import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import type { ModelsModel, RegisterForm } from './model.js';

/** The form that registers a model version from the files of a run. */
export function RegisterFormView(props: {
  model: ModelsModel;
  form: RegisterForm;
  trans: TranslationBundle;
}): ReactNode {
  const { model, form, trans } = props;
  const ready = !form.busy && form.name.trim() !== '' && form.path !== '';
  return (
    <form
      className="carry-Register"
      aria-label={trans.__('Register a model')}
      onSubmit={event => {
        event.preventDefault();
        if (ready) void model.register();
      }}
    >
      <h3 className="carry-Section-title">{trans.__('Register a model')}</h3>
      <p className="carry-Hint">{trans.__('From the run “%1”', form.job.displayName)}</p>
      <Found form={form} trans={trans} />
      <Field id="carry-model-name" label={trans.__('Name')}>
        <input
          id="carry-model-name"
          type="text"
          className="carry-Input"
          autoFocus
          spellCheck={false}
          value={form.name}
          onChange={event => {
            model.edit({ name: event.target.value });
          }}
        />
      </Field>
      <PathField model={model} form={form} trans={trans} />
      <Field id="carry-model-description" label={trans.__('Description')}>
        <textarea
          id="carry-model-description"
          className="carry-Input"
          rows={2}
          value={form.description}
          onChange={event => {
            model.edit({ description: event.target.value });
          }}
        />
      </Field>
      {form.error && <Notice kind="error">{form.error.message}</Notice>}
      <div className="carry-Job-actions">
        <button type="submit" className="carry-Button carry-mod-primary" disabled={!ready}>
          {form.busy ? trans.__('Registering…') : trans.__('Register')}
        </button>
        <button
          type="button"
          className="carry-Button"
          onClick={() => {
            model.closeForm();
          }}
        >
          {trans.__('Close')}
        </button>
      </div>
    </form>
  );
}

/** What the run did by itself: it registered versions, or has no model. */
function Found({ form, trans }: { form: RegisterForm; trans: TranslationBundle }): ReactNode {
  const { found, path } = form;
  const [first] = found?.registered ?? [];
  if (first) {
    return (
      <Notice kind="info">
        {trans.__(
          'This run has registered “%1”, version %2. Registering adds a version.',
          first.name,
          first.version
        )}
      </Notice>
    );
  }
  if (!found || found.hasModel || path !== '') return null;
  return (
    <Notice kind="info">
      {trans.__(
        'This run has logged no model. Any of its files and folders can be registered as one.'
      )}
    </Notice>
  );
}

function PathField(props: {
  model: ModelsModel;
  form: RegisterForm;
  trans: TranslationBundle;
}): ReactNode {
  const { model, form, trans } = props;
  return (
    <Field id="carry-model-path" label={trans.__('Files of the run')}>
      <select
        id="carry-model-path"
        className="carry-Input"
        value={form.path}
        disabled={!form.choices?.length}
        onChange={event => {
          model.edit({ path: event.target.value });
        }}
      >
        {form.path === '' && <option value="">{placeholder(form, trans)}</option>}
        {form.choices?.map(path => (
          <option key={path} value={path}>
            {path}
          </option>
        ))}
      </select>
    </Field>
  );
}

function placeholder({ choices }: RegisterForm, trans: TranslationBundle): string {
  if (choices === null) return trans.__('Loading the files…');
  return choices.length === 0
    ? trans.__('This run has no files to register.')
    : trans.__('Choose a file or folder');
}
