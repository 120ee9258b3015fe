import type { ReactNode } from 'react';

/** The group of a status, which sets its icon and colour. */
export type StatusTone = 'waiting' | 'running' | 'completed' | 'failed' | 'canceled';

const tones: Record<string, StatusTone> = {
  Preparing: 'running',
  Starting: 'running',
  Provisioning: 'running',
  Running: 'running',
  Finalizing: 'running',
  Completed: 'completed',
  Failed: 'failed',
  NotResponding: 'failed',
  Canceled: 'canceled',
  CancelRequested: 'canceled'
};

/** Returns the tone of one of Azure ML's statuses; unknown statuses count as waiting. */
export function toneOf(status: string): StatusTone {
  return (Object.hasOwn(tones, status) ? tones[status] : undefined) ?? 'waiting';
}

const shapes: Record<StatusTone, ReactNode> = {
  waiting: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.500V8l2.500 1.500" />
    </>
  ),
  running: <path d="M14 8a6 6 0 1 1-6-6" />,
  completed: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.200 8.200l2 2 3.600-4" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.800 5.800l4.400 4.400M10.200 5.800l-4.400 4.400" />
    </>
  ),
  canceled: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5 8h6" />
    </>
  )
};

/** The icon of a status. It is hidden from screen readers, since the word is next to it. */
export function StatusMark(props: { status: string }): ReactNode {
  const tone = toneOf(props.status);
  return (
    <svg className={`carry-StatusMark carry-mod-${tone}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}
