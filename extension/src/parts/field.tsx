import type { ReactNode } from 'react';

/** A form control with its label; `id` is the id of the control. */
export function Field(props: { id: string; label: string; children: ReactNode }): ReactNode {
  return (
    <div className="carry-Field">
      <label htmlFor={props.id} className="carry-Field-label">
        {props.label}
      </label>
      {props.children}
    </div>
  );
}
