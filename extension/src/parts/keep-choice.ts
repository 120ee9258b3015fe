import type { ISignal } from '@lumino/signaling';
import { tabStorage } from './browser-storage.js';

/** Stores what a model shows whenever it changes, so that a reload of the page can show it again: `storedChoice(key)` returns it. */
export function keepChoice<M extends { changed: ISignal<M, void> }>(
  model: M,
  key: string,
  read: (model: M) => string | null
): void {
  let stored = storedChoice(key);
  model.changed.connect(() => {
    const choice = read(model);
    if (choice === stored) return;
    stored = choice;
    tabStorage.setItem(key, choice ?? '');
  });
}

/** Returns the choice of before the reload; null if there was none. */
export function storedChoice(key: string): string | null {
  return tabStorage.getItem(key) || null;
}
