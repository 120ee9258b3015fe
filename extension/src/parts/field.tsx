import type { ReactNode } from 'react';

/** A control below its label. `id` is that of the control. */
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
