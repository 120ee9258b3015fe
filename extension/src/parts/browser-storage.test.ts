import { describe, expect, it } from 'vitest';
import { BrowserStorage } from './browser-storage.js';

describe('the storage of the browser', () => {
  it('keeps texts for the next page', () => {
    const stored = new Map<string, string>();
    const open = () =>
      new BrowserStorage(() => ({
        getItem: key => stored.get(key) ?? null,
        setItem: (key, text) => void stored.set(key, text)
      }));
    open().setItem('a', '1');
    expect(open().getItem('a')).toBe('1');
    expect(open().getItem('b')).toBeNull();
  });

  it('that is refused keeps them until the page is left', () => {
    const refused = new BrowserStorage(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    refused.setItem('a', '1');
    expect(refused.getItem('a')).toBe('1');
    expect(refused.getItem('b')).toBeNull();
  });

  it('that is full returns the last text, and not an older one', () => {
    const stored = new Map([['a', 'old']]);
    let isFull = true;
    const storage = new BrowserStorage(() => ({
      getItem: key => stored.get(key) ?? null,
      setItem: (key, text) => {
        if (isFull) throw new DOMException('full', 'QuotaExceededError');
        stored.set(key, text);
      }
    }));
    storage.setItem('a', 'new');
    expect(storage.getItem('a')).toBe('new');
    isFull = false;
    storage.setItem('a', 'newest');
    expect([storage.getItem('a'), stored.get('a')]).toEqual(['newest', 'newest']);
  });
});
