import type { ReactNode } from 'react';

/** What a status comes down to, for its sign and its colour. */
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

/** The tone of one of Azure ML's states; unknown ones wait. */
export function toneOf(status: string): StatusTone {
  return tones[status] ?? 'waiting';
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

/** The sign of a status. The word stands beside it, so it is hidden from screen readers. */
export function StatusMark(props: { status: string }): ReactNode {
  const tone = toneOf(props.status);
  return (
    <svg className={`carry-StatusMark carry-mod-${tone}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}
