import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import type { SubmitModel } from './model.js';

interface Props {
  model: SubmitModel;
  trans: TranslationBundle;
}

/** The choice of the compute, with the jobs that it has, and of the experiment. */
export function TargetForm({ model, trans }: Props): ReactNode {
  const { load } = model;
  return (
    <section className="carry-Section" aria-label={trans.__('Where it runs')}>
      <h3 className="carry-Section-title">{trans.__('Where it runs')}</h3>
      <Field id="carry-compute" label={trans.__('Compute')}>
        <select
          id="carry-compute"
          className="carry-Input"
          aria-describedby="carry-compute-load"
          value={model.compute}
          onChange={event => {
            model.choose({ compute: event.target.value });
          }}
        >
          {model.destination.computes.map(({ name, type, description }) => (
            <option key={name} value={name} title={description}>
              {`${name} (${type})`}
            </option>
          ))}
        </select>
        <div id="carry-compute-load" className="carry-Field-help">
          {load && loadText(load, trans)}
        </div>
        {load?.isFull && <Notice kind="info">{waitText(load, trans)}</Notice>}
      </Field>
      <Field id="carry-experiment" label={trans.__('Experiment')}>
        <input
          id="carry-experiment"
          type="text"
          className="carry-Input"
          spellCheck={false}
          value={model.experiment}
          onChange={event => {
            model.choose({ experiment: event.target.value });
          }}
        />
      </Field>
    </section>
  );
}

type Load = NonNullable<SubmitModel['load']>;

function loadText({ slots, running, waiting }: Load, trans: TranslationBundle): string {
  const parts = [
    slots === null ? '' : trans._n('%1 slot', '%1 slots', slots),
    running === 0 ? '' : trans.__('%1 running', running),
    waiting === 0 ? '' : trans.__('%1 waiting', waiting)
  ];
  return parts.filter(part => part !== '').join(', ');
}

function waitText({ slots, waiting }: Load, trans: TranslationBundle): string {
  if (slots === 0) return trans.__('This compute is stopped: the job waits until it is started.');
  if (waiting === 0) return trans.__('The job will wait until a slot is free.');
  return trans._n(
    'The job will wait: %1 job is ahead of it.',
    'The job will wait: %1 jobs are ahead of it.',
    waiting
  );
}
