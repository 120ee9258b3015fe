import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { MAX_TRIALS } from './limits.js';
import { OptionField } from './option-field.js';
import type { SweepForm } from './sweep-form.js';

/** How the runs of a sweep are compared, and how many there are; nothing while no parameter is varied. */
export function SweepOptions({
  sweep,
  trans
}: {
  sweep: SweepForm;
  trans: TranslationBundle;
}): ReactNode {
  const { varied, runs, problem, knownMetrics } = sweep;
  if (varied.length === 0) return null;
  return (
    <section className="carry-Section" aria-label={trans.__('Sweep')}>
      <div className="carry-Section-head">
        <h3 className="carry-Section-title">{trans.__('Sweep')}</h3>
        <span className="carry-Section-value" role="status">
          {runs !== null && trans._n('%1 run', '%1 runs', runs)}
        </span>
      </div>
      {problem === 'many' && (
        <div className="carry-Field-problem" role="alert">
          {trans.__('One sweep has at most %1 runs. Give the parameters fewer values.', MAX_TRIALS)}
        </div>
      )}
      <OptionField
        id="carry-sweep-metric"
        label={trans.__('Best run by')}
        help={trans.__('A metric that the notebook logs.')}
        problem={null}
      >
        {shared => (
          <div className="carry-SweepMetric">
            <input
              {...shared}
              type="text"
              list="carry-sweep-metrics"
              placeholder={knownMetrics[0]?.name ?? trans.__('loss')}
              value={sweep.metric}
              onChange={event => {
                sweep.set({ metric: event.target.value, goal: null });
              }}
            />
            <datalist id="carry-sweep-metrics">
              {knownMetrics.map(({ name }) => (
                <option key={name} value={name} />
              ))}
            </datalist>
            <select
              className="carry-Input"
              aria-label={trans.__('Which value of the metric is the best')}
              value={sweep.goal}
              onChange={event => {
                sweep.set({ goal: event.target.value === 'Maximize' ? 'Maximize' : 'Minimize' });
              }}
            >
              <option value="Minimize">{trans.__('lowest')}</option>
              <option value="Maximize">{trans.__('highest')}</option>
            </select>
          </div>
        )}
      </OptionField>
      <OptionField
        id="carry-sweep-concurrent"
        label={trans.__('Runs at a time')}
        problem={
          problem === 'concurrent'
            ? trans.__('Enter a whole number from %1 to %2.', 1, MAX_TRIALS)
            : null
        }
      >
        {shared => (
          <input
            {...shared}
            type="text"
            inputMode="numeric"
            placeholder={trans.__('as many as the compute has slots')}
            value={sweep.concurrent}
            onChange={event => {
              sweep.set({ concurrent: event.target.value });
            }}
          />
        )}
      </OptionField>
    </section>
  );
}
