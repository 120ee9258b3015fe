import type { ReactNode } from 'react';
import { dashOf, lookClass } from './look.js';

/** A piece of a curve's line beside its name. */
export function CurveSwatch({ look }: { look: number }): ReactNode {
  return (
    <svg
      className={`carry-Chart-swatch ${lookClass(look)}`}
      viewBox="0 0 18 4"
      width="18"
      height="4"
      aria-hidden="true"
    >
      <line x1="0" x2="18" y1="2" y2="2" strokeDasharray={dashOf(look).join(' ')} />
    </svg>
  );
}
