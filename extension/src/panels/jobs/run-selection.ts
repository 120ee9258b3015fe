import { Signal, type ISignal } from '@lumino/signaling';
import type { JobSummary } from '@carry-ml/bridge';

/** How many runs can be compared. */
export const COMPARED = { least: 2, most: 10 };

/** The runs that the user has chosen, in the order of the choice. They stay chosen while the list shows others. */
export class RunSelection {
  private readonly _changed = new Signal<this, void>(this);
  private chosen: readonly JobSummary[] = [];
  /** Where a range starts: the run that was chosen, or no longer, last. */
  private anchor: string | null = null;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The runs as they were when they were chosen. */
  get runs(): readonly JobSummary[] {
    return this.chosen;
  }

  get canCompare(): boolean {
    return this.chosen.length >= COMPARED.least && this.chosen.length <= COMPARED.most;
  }

  has(name: string): boolean {
    return this.chosen.some(run => run.name === name);
  }

  toggle(run: JobSummary): void {
    this.anchor = run.name;
    const others = this.chosen.filter(({ name }) => name !== run.name);
    this.set(others.length < this.chosen.length ? others : [...others, run]);
  }

  /** Adds the runs from the one that was chosen last to this one, as the list shows them. */
  extendTo(run: JobSummary, listed: readonly JobSummary[]): void {
    const at = (wanted: string): number => listed.findIndex(({ name }) => name === wanted);
    const [from, to] = [at(this.anchor ?? run.name), at(run.name)];
    if (from === -1 || to === -1) this.toggle(run);
    else this.add(listed.slice(Math.min(from, to), Math.max(from, to) + 1));
  }

  add(runs: readonly JobSummary[]): void {
    const all = [...this.chosen, ...runs].map(run => [run.name, run] as const);
    this.set([...new Map(all).values()]);
  }

  /** No longer chooses some runs, as those that are deleted. */
  remove(names: readonly string[]): void {
    const gone = new Set(names);
    this.set(this.chosen.filter(({ name }) => !gone.has(name)));
  }

  clear(): void {
    this.anchor = null;
    this.set([]);
  }

  private set(runs: readonly JobSummary[]): void {
    this.chosen = runs;
    this._changed.emit();
  }
}
