import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { problemText } from './parameter-control.js';

/** A parameter of a form: its name, whether it is changed, its control, its problem and its help. */
export function ParameterField(props: {
  /** The id of the control. */
  id: string;
  field: Parameter;
  edited: boolean;
  problem: string | null;
  trans: TranslationBundle;
  /** What stands beside the name. */
  head?: ReactNode;
  /** Returns the control; `described` is the list of the ids of its texts. */
  control: (described: string) => ReactNode;
}): ReactNode {
  const { id, field, edited, problem, trans, head, control } = props;
  const described = [field.help ? `${id}-help` : '', problem ? `${id}-problem` : ''];
  return (
    <div className={`carry-Field ${edited ? 'carry-mod-edited' : ''}`}>
      <div className="carry-Field-head">
        <label htmlFor={id} className="carry-Field-label">
          <span className="carry-Field-name">{field.name}</span>
        </label>
        {head}
      </div>
      {control(described.join(' ').trim())}
      {problem !== null && (
        <div id={`${id}-problem`} className="carry-Field-problem" role="alert">
          {problemText(problem, trans)}
        </div>
      )}
      {field.help !== undefined && (
        <div id={`${id}-help`} className="carry-Field-help">
          {field.help}
        </div>
      )}
    </div>
  );
}

/** Says beside the name that a value is not the one of the notebook or the run. */
export function ChangedMark({ trans }: { trans: TranslationBundle }): ReactNode {
  return <span className="carry-Field-edited">{trans.__('changed')}</span>;
}
