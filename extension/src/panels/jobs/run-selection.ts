import { Signal, type ISignal } from '@lumino/signaling';

/** How many runs can be compared. */
export const COMPARED = { least: 2, most: 10 };

/** The runs that the user has chosen to compare, in the order of the choice. They stay chosen while the list shows others. */
export class RunSelection {
  private readonly _changed = new Signal<this, void>(this);
  private chosen: readonly string[] = [];
  /** Where a range starts: the run that was chosen, or no longer, last. */
  private anchor: string | null = null;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get names(): readonly string[] {
    return this.chosen;
  }

  get canCompare(): boolean {
    return this.chosen.length >= COMPARED.least && this.chosen.length <= COMPARED.most;
  }

  toggle(name: string): void {
    this.anchor = name;
    const others = this.chosen.filter(other => other !== name);
    this.set(others.length < this.chosen.length ? others : [...others, name]);
  }

  /** Adds the runs from the one that was chosen last to this one, as the list shows them. */
  extendTo(name: string, listed: readonly string[]): void {
    const [from, to] = [listed.indexOf(this.anchor ?? name), listed.indexOf(name)];
    if (from === -1 || to === -1) {
      this.toggle(name);
      return;
    }
    const range = listed.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.set([...new Set([...this.chosen, ...range])]);
  }

  clear(): void {
    this.anchor = null;
    this.set([]);
  }

  private set(names: readonly string[]): void {
    this.chosen = names;
    this._changed.emit();
  }
}
