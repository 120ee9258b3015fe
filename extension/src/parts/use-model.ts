import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

interface Model {
  changed: ISignal<unknown, void>;
}

/** Renders a component again when a model has changed, at most once per frame. */
export function useModel(model: Model): void {
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
    // React runs this a while after the drawing: the model may have changed in between.
    again();
    return () => {
      model.changed.disconnect(onChanged);
      cancelAnimationFrame(frame);
    };
  }, [model]);
}

/**
 * Like `useModel`, but without waiting for a frame: for a form whose fields show what the model holds. React would set a field
 * back to its old content until the frame, so that the cursor jumps and fast typing loses characters.
 */
export function useFormModel(model: Model): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const onChanged = (): void => {
      again();
    };
    model.changed.connect(onChanged);
    // As above.
    again();
    return () => {
      model.changed.disconnect(onChanged);
    };
  }, [model]);
}
