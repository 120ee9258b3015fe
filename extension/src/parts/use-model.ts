import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

/** Renders a component again when a model has changed, at most once per frame. */
export function useModel(model: { changed: ISignal<unknown, void> }): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let frame = 0;
    const onChanged = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        again();
      });
    };
    model.changed.connect(onChanged);
    return () => {
      model.changed.disconnect(onChanged);
      cancelAnimationFrame(frame);
    };
  }, [model]);
}
