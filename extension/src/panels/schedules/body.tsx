import type { TranslationBundle } from '@jupyterlab/translation';
import type { ScheduleInfo } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { moment } from '../../parts/moment.js';
import { Notice } from '../../parts/notice.js';
import { useFormModel } from '../../parts/use-model.js';
import type { SchedulesModel } from './model.js';
import { ScheduleFormView } from './schedule-form.js';
import { triggerWords } from './trigger-words.js';

interface Props {
  model: SchedulesModel;
  /** Asks for confirmation and deletes a schedule. */
  onDelete: (schedule: ScheduleInfo) => void;
  trans: TranslationBundle;
}

/** The schedules of the workspace, and the form that creates one. */
export function SchedulesBody(props: Props): ReactNode {
  const { model, trans } = props;
  useFormModel(model);
  return (
    <div className="carry-Schedules">
      <div className="carry-Scroll">
        {model.form && (
          <FaultBoundary part={trans.__('The form')} trans={trans}>
            <ScheduleFormView model={model} form={model.form} trans={trans} />
          </FaultBoundary>
        )}
        {model.error && <Notice kind="error">{model.error.message}</Notice>}
        <List {...props} />
      </div>
    </div>
  );
}

function List(props: Props): ReactNode {
  const { model, trans } = props;
  const { schedules } = model;
  if (schedules === null)
    return model.error ? null : <p className="carry-Hint">{trans.__('Loading the schedules…')}</p>;
  if (schedules.length === 0) {
    return model.form ? null : (
      <div className="carry-Empty">
        <p>{trans.__('Nothing is scheduled yet.')}</p>
        <p>{trans.__('Select a run in Runs and choose “Schedule…” to repeat it.')}</p>
      </div>
    );
  }
  return (
    <ul className="carry-ScheduleList" aria-label={trans.__('Schedules')}>
      {schedules.map(one => (
        <li key={one.name} className="carry-Schedule">
          <FaultBoundary part={trans.__('The schedule “%1”', one.name)} trans={trans}>
            <ScheduleItem {...props} schedule={one} />
          </FaultBoundary>
        </li>
      ))}
    </ul>
  );
}

function ScheduleItem(props: Props & { schedule: ScheduleInfo }): ReactNode {
  const { schedule, trans } = props;
  const { name, action, trigger, missed } = schedule;
  return (
    <>
      <div className="carry-Schedule-name">{name}</div>
      <div>{triggerWords(trigger, trans)}</div>
      <div className="carry-mod-faint">{trans.__('Submits “%1”', action)}</div>
      <div className="carry-mod-faint">{nextWords(schedule, trans)}</div>
      {missed && (
        <Notice kind="warning">
          {trans._n(
            'Missed once, because the workspace did not run: %2',
            'Missed %1 times, because the workspace did not run, last: %2',
            missed.count,
            moment(missed.last)
          )}
        </Notice>
      )}
      <Actions {...props} />
    </>
  );
}

function nextWords({ isEnabled, nextAt }: ScheduleInfo, trans: TranslationBundle): string {
  if (!isEnabled) return trans.__('Paused');
  return nextAt === null ? '' : trans.__('Next: %1', moment(nextAt));
}

function Actions({
  model,
  schedule,
  onDelete,
  trans
}: Props & { schedule: ScheduleInfo }): ReactNode {
  const { name, isEnabled } = schedule;
  const actions: [label: string, run: () => void][] = [
    isEnabled
      ? [trans.__('Pause'), () => void model.change(name, 'pause')]
      : [trans.__('Resume'), () => void model.change(name, 'resume')],
    [
      trans.__('Change times…'),
      () => {
        model.edit(schedule);
      }
    ],
    ...(isEnabled
      ? [[trans.__('Run now'), () => void model.change(name, 'trigger')] as [string, () => void]]
      : []),
    [
      trans.__('Delete…'),
      () => {
        onDelete(schedule);
      }
    ]
  ];
  return (
    <div className="carry-Schedule-actions">
      {actions.map(([label, run]) => (
        <button
          key={label}
          type="button"
          className="carry-Link"
          disabled={model.busy === name}
          aria-label={`${label} ${name}`}
          onClick={run}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
