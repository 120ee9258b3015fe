import type { TextStorage } from '../../parts/browser-storage.js';

/** Which of the sections that can be folded are open. The choice survives a reload of the page. */
export class OpenSections {
  private readonly open = new Set<string>();

  /** Without a storage, the choice is kept until the page is left. */
  constructor(
    private readonly storage?: TextStorage,
    private readonly key = ''
  ) {
    for (const name of (storage?.getItem(key) ?? '').split('\n')) this.open.add(name);
  }

  has(name: string): boolean {
    return this.open.has(name);
  }

  set(name: string, isOpen: boolean): void {
    if (isOpen) this.open.add(name);
    else this.open.delete(name);
    this.storage?.setItem(this.key, [...this.open].join('\n'));
  }
}
