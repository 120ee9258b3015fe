import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { isNotebook, type StepDraft } from './draft.js';
import type { PipelineModel } from './model.js';
import { SourceRow } from './source-row.js';

interface Props {
  model: PipelineModel;
  step: StepDraft;
  isFirst: boolean;
  isLast: boolean;
  trans: TranslationBundle;
}

/** A step of a pipeline: its file, and what its parameters get. */
export function StepCard(props: Props): ReactNode {
  const { model, step, trans } = props;
  const { parameters, isRead, error } = model.file(step.path);
  const failed = model.error?.target === step.name ? model.error : error;
  const isScript = !isNotebook(step.path);
  const names = isScript ? Object.keys(step.sources) : parameters.map(({ name }) => name);
  return (
    <section className="carry-Pipeline-step" aria-label={step.name}>
      <StepHead {...props} />
      {failed && <Notice kind="error">{failed.message}</Notice>}
      {names.map(name => (
        <SourceRow
          key={name}
          model={model}
          step={step}
          name={name}
          parameter={parameters.find(each => each.name === name) ?? null}
          trans={trans}
        />
      ))}
      {isScript ? (
        <NewArgument model={model} step={step} trans={trans} />
      ) : (
        names.length === 0 &&
        !failed && (
          <p className="carry-Hint">
            {!isRead
              ? trans.__('Reading the notebook…')
              : trans.__(
                  'The notebook has no parameters. Tag the cell that sets its variables as “parameters” to connect it with other steps.'
                )}
          </p>
        )
      )}
    </section>
  );
}

function StepHead({ model, step, isFirst, isLast, trans }: Props): ReactNode {
  const { name, path } = step;
  return (
    <div className="carry-Pipeline-head">
      <h3 className="carry-Section-title">{name}</h3>
      <span className="carry-Pipeline-path" title={path}>
        {path}
      </span>
      <HeadButton
        sign="↑"
        title={trans.__('Move up')}
        label={trans.__('Move %1 up', name)}
        disabled={isFirst}
        onClick={() => {
          model.move(name, -1);
        }}
      />
      <HeadButton
        sign="↓"
        title={trans.__('Move down')}
        label={trans.__('Move %1 down', name)}
        disabled={isLast}
        onClick={() => {
          model.move(name, 1);
        }}
      />
      <HeadButton
        sign="✕"
        title={trans.__('Remove')}
        label={trans.__('Remove %1', name)}
        onClick={() => {
          model.remove(name);
        }}
      />
    </div>
  );
}

function HeadButton(props: {
  sign: string;
  title: string;
  /** The name for a screen reader, which does not see the step. */
  label: string;
  disabled?: boolean;
  onClick: () => void;
}): ReactNode {
  const { sign, title, label, disabled, onClick } = props;
  return (
    <button
      type="button"
      className="carry-Button"
      disabled={disabled}
      aria-label={label}
      title={title}
      onClick={onClick}
    >
      {sign}
    </button>
  );
}

/** Adds an argument of a script, which the page cannot read from its code. */
function NewArgument({ model, step, trans }: Pick<Props, 'model' | 'step' | 'trans'>): ReactNode {
  const [name, setName] = useState('');
  const isUsable = /^[A-Za-z_][\w-]*$/.test(name) && !(name in step.sources);
  return (
    <div className="carry-Pipeline-argument">
      <input
        className="carry-Input"
        aria-label={trans.__('Name of an argument of %1', step.name)}
        placeholder={trans.__('argument')}
        spellCheck={false}
        value={name}
        onChange={event => {
          setName(event.target.value.trim());
        }}
      />
      <button
        type="button"
        className="carry-Button"
        disabled={!isUsable}
        onClick={() => {
          model.set(step.name, name, { kind: 'value', text: '' });
          setName('');
        }}
      >
        {trans.__('Add argument')}
      </button>
    </div>
  );
}
