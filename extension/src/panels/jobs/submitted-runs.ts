import type { TextStorage } from '../../parts/browser-storage.js';

/** How many names are kept; the oldest are forgotten. */
const MOST_KEPT = 200;

/** The runs that were submitted from this browser and whose end it has not seen yet. The names survive a reload of the page. */
export class SubmittedRuns {
  private readonly names: Set<string>;

  constructor(
    private readonly storage: TextStorage,
    private readonly key: string
  ) {
    this.names = new Set(this.stored());
  }

  add(name: string): void {
    this.names.add(name);
    this.store([...this.stored(), name]);
  }

  /** Forgets a run that has ended; false if it was not submitted here, or was forgotten before. */
  take(name: string): boolean {
    if (!this.names.delete(name)) return false;
    this.store(this.stored().filter(one => one !== name));
    return true;
  }

  /** Another tab of the browser may have written since. */
  private stored(): string[] {
    return (this.storage.getItem(this.key) ?? '').split('\n').filter(name => name !== '');
  }

  private store(names: string[]): void {
    this.storage.setItem(this.key, names.slice(-MOST_KEPT).join('\n'));
  }
}
