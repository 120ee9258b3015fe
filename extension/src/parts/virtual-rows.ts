import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** The size of a list that is not on screen yet. */
export const UNSEEN = { width: 320, height: 900 };

/** What it takes to tell which rows of a list of any length are in view. */
interface Options {
  scroller: RefObject<HTMLElement>;
  count: number;
  keyOf: (index: number) => string | number;
  /** Height of a row in pixels before it is measured. */
  estimate: number;
  /** How many rows beyond the edges are drawn too. */
  overscan: number;
  /** Which end of the rows stays in view when rows are added before the view. */
  anchorTo?: 'start' | 'end';
  paddingStart?: number;
  paddingEnd?: number;
}

/** Tells which rows of a list are in view, and where they are. */
export function useVirtualRows(options: Options): ReactVirtualizer<HTMLElement, HTMLElement> {
  const { scroller, keyOf, estimate, ...rest } = options;
  // The rule is for code of the React Compiler, which we do not use.
  // eslint-disable-next-line react-hooks/incompatible-library
  return useVirtualizer<HTMLElement, HTMLElement>({
    ...rest,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    // A row of a panel that is not on screen has no height; rows that then grow would scroll the list.
    measureElement: row => row.getBoundingClientRect().height || estimate,
    getItemKey: keyOf,
    initialRect: UNSEEN
  });
}
