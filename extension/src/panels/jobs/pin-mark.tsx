import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';

/** Marks a pinned run. */
export function PinMark({ trans }: { trans: TranslationBundle }): ReactNode {
  const label = trans.__('Pinned');
  return (
    <svg className="carry-PinMark" viewBox="0 0 16 16" role="img" aria-label={label}>
      <title>{label}</title>
      <path d="M5.500 2h5M6.500 2v4.500L4.500 9.500h7l-2-3V2M8 9.500V14" />
    </svg>
  );
}
