import type { ReactNode } from 'react';

/** How serious a notice is. */
export type NoticeKind = 'error' | 'warning' | 'info';

/** A few words where something happened. Errors are read out at once by a screen reader. */
export function Notice(props: { kind: NoticeKind; children: ReactNode }): ReactNode {
  return (
    <div
      className={`carry-Notice carry-mod-${props.kind}`}
      role={props.kind === 'error' ? 'alert' : 'status'}
    >
      {props.children}
    </div>
  );
}
