import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { OptionProblem } from './job-options.js';
import { MAX_RETRIES } from './limits.js';

/** The attributes of a control that connect it with its label, help and problem. */
export interface ControlAttributes {
  id: string;
  className: string;
  spellCheck: false;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** A labelled control with its help and its problem. */
export function OptionField(props: {
  id: string;
  label: string;
  help?: string;
  problem: string | null;
  children: (shared: ControlAttributes) => ReactNode;
}): ReactNode {
  const { id, label, help, problem, children } = props;
  const hint = problem === null ? `${id}-help` : `${id}-problem`;
  const hasHint = problem !== null || help !== undefined;
  return (
    <div className="carry-Field">
      <label htmlFor={id} className="carry-Field-label">
        {label}
      </label>
      {children({
        id,
        className: 'carry-Input',
        spellCheck: false,
        'aria-invalid': problem !== null,
        'aria-describedby': hasHint ? hint : undefined
      })}
      {problem !== null && (
        <div id={`${id}-problem`} className="carry-Field-problem" role="alert">
          {problem}
        </div>
      )}
      {help !== undefined && problem === null && (
        <div id={`${id}-help`} className="carry-Field-help">
          {help}
        </div>
      )}
    </div>
  );
}

/** Explains why the content of a field cannot be submitted. */
export function problemText(problem: OptionProblem, trans: TranslationBundle): string {
  switch (problem) {
    case 'time':
      return trans.__('Enter minutes, such as 90, or a time such as 1h30m.');
    case 'retries':
      return trans.__('Enter a whole number from %1 to %2.', 0, MAX_RETRIES);
    case 'no-name':
      return trans.__('Enter a name for this value, or remove the row.');
    case 'name-twice':
      return trans.__('This name is used in a row above.');
    case 'variable-name':
      return trans.__(
        'A variable is named with letters, digits and underscores, and does not begin with a digit.'
      );
    case 'secret-name':
      return trans.__('Enter the name of a secret: letters of a to z, digits and hyphens.');
    case 'no-asset':
      return trans.__('Enter a data asset, such as sums or sums:2.');
    case 'reserved':
      return trans.__('Names that begin with CARRY_ are those of the job itself.');
  }
}
