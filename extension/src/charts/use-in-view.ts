import { useEffect, useState, type RefObject } from 'react';

/** How far beyond the edge of the view an element counts as in view, so that scrolling shows it drawn. */
const MARGIN = '200px';

/** Returns whether an element is in view, or near it. */
export function useInView(element: RefObject<Element>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new IntersectionObserver(
      entries => {
        setInView(entries.at(-1)?.isIntersecting === true);
      },
      { rootMargin: MARGIN }
    );
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return inView;
}
