import type { ReactNode } from 'react';

/** The severity of a notice. */
export type NoticeKind = 'error' | 'warning' | 'info';

/** A short message. A screen reader announces an error at once. */
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
