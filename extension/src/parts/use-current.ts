import type { ISignal } from '@lumino/signaling';
import { useCallback, useSyncExternalStore } from 'react';

/**
 * Returns a value of a model as it is now. Unlike `useModel`, it renders a change at once, as a slider or a checkbox needs it; the
 * value must be the same object until it changes.
 */
export function useCurrent<M extends { changed: ISignal<M, void> }, T>(
  model: M,
  read: (model: M) => T
): T {
  const subscribe = useCallback(
    (onChange: () => void) => {
      model.changed.connect(onChange);
      return () => {
        model.changed.disconnect(onChange);
      };
    },
    [model]
  );
  const current = (): T => read(model);
  return useSyncExternalStore(subscribe, current, current);
}
