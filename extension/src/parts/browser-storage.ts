/** Texts that survive a reload of the page. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * A storage of the browser that never throws: a browser may refuse it, in a private window or because it is full. Texts that it does not
 * take are kept until the page is left.
 */
export class BrowserStorage implements TextStorage {
  private readonly unstored = new Map<string, string>();

  /** Even to name the storage may throw, so it is named when it is used. */
  constructor(private readonly storage: () => TextStorage) {}

  getItem(key: string): string | null {
    const unstored = this.unstored.get(key);
    if (unstored !== undefined) return unstored;
    try {
      return this.storage().getItem(key);
    } catch {
      return null;
    }
  }

  setItem(key: string, text: string): void {
    try {
      this.storage().setItem(key, text);
      this.unstored.delete(key);
    } catch {
      this.unstored.set(key, text);
    }
  }
}

/** What all tabs of the browser share, for good. */
export const browserStorage = new BrowserStorage(() => localStorage);

/** What one tab of the browser has, until it is closed. */
export const tabStorage = new BrowserStorage(() => sessionStorage);
