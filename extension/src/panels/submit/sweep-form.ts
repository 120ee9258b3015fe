import type { NotebookInfo, Parameter, SubmitRequest, SweepGoal } from '@carry-ml/bridge';
import { initialValue, type FormValue } from './field-value.js';
import { MAX_TRIALS } from './limits.js';
import { optionsOf, readValues, type SweepReading } from './sweep-values.js';

/** What a user has typed to run a notebook with several values. */
export interface SweepEntry {
  /** The contents of the fields of the varied parameters, by name. */
  texts: ReadonlyMap<string, string>;
  /** Empty for the metric that the cells log. */
  metric: string;
  /** Null for the usual goal of the metric. */
  goal: SweepGoal | null;
  /** How many runs run at a time; empty leaves that to the service. */
  concurrent: string;
}

export const NO_SWEEP: SweepEntry = { texts: new Map(), metric: '', goal: null, concurrent: '' };

/** The part of the form that gives parameters several values: the job is then a sweep, with a run for each combination. */
export class SweepForm {
  constructor(
    private readonly info: () => Pick<NotebookInfo, 'parameters' | 'metrics'> | null,
    private readonly entry: () => SweepEntry,
    private readonly change: (entry: SweepEntry) => void
  ) {}

  /** The parameters with several values. */
  get varied(): readonly Parameter[] {
    return (this.info()?.parameters ?? []).filter(field => this.isVaried(field));
  }

  isVaried({ name }: Parameter): boolean {
    return this.entry().texts.has(name);
  }

  text({ name }: Parameter): string {
    return this.entry().texts.get(name) ?? '';
  }

  reading(field: Parameter): SweepReading {
    return readValues(field, this.text(field));
  }

  /** The number of runs: 1 without a sweep, null while the values of a parameter do not fit. */
  get runs(): number | null {
    let runs = 1;
    for (const field of this.varied) {
      const reading = this.reading(field);
      if (!reading.ok) return null;
      runs *= reading.values.length;
    }
    return runs;
  }

  /** Name of the metric that tells which run is the best; empty if it is not known. */
  get metric(): string {
    return this.entry().metric;
  }

  /** The metrics that the cells log; the first one is the default. */
  get knownMetrics(): NotebookInfo['metrics'] {
    return this.info()?.metrics ?? [];
  }

  get goal(): SweepGoal {
    const name = this.metric || this.knownMetrics[0]?.name;
    const known = this.knownMetrics.find(metric => metric.name === name);
    return this.entry().goal ?? known?.goal ?? 'Minimize';
  }

  get concurrent(): string {
    return this.entry().concurrent;
  }

  /** Why the sweep cannot be submitted; the fields of the parameters show the problems of their own. */
  get problem(): 'many' | 'concurrent' | null {
    if (this.varied.length === 0) return null;
    if ((this.runs ?? 0) > MAX_TRIALS) return 'many';
    return this.concurrent.trim() === '' || readCount(this.concurrent) !== undefined
      ? null
      : 'concurrent';
  }

  get fits(): boolean {
    return this.problem === null && this.runs !== null;
  }

  /** Varies a parameter, starting with the value that it has, or with all that it can have. */
  start(field: Parameter, value: FormValue = initialValue(field)): void {
    this.type(field, optionsOf(field)?.join('\n') ?? String(value));
  }

  type({ name }: Parameter, text: string): void {
    this.set({ texts: new Map(this.entry().texts).set(name, text) });
  }

  stop({ name }: Parameter): void {
    const texts = new Map(this.entry().texts);
    texts.delete(name);
    this.set({ texts });
  }

  set(change: Partial<SweepEntry>): void {
    this.change({ ...this.entry(), ...change });
  }

  /** The part of the request that makes the job a sweep; undefined if it is none. */
  requested(): SubmitRequest['sweep'] {
    const { varied } = this;
    if (varied.length === 0) return undefined;
    const values = varied.map(field => {
      const reading = this.reading(field);
      return [field.name, reading.ok ? reading.values : []] as const;
    });
    const metric = this.metric.trim() || this.knownMetrics[0]?.name;
    return {
      values: Object.fromEntries(values),
      metric,
      goal: metric === undefined ? undefined : this.goal,
      maxConcurrentTrials: readCount(this.concurrent)
    };
  }
}

function readCount(text: string): number | undefined {
  const count = Number(text.trim());
  return Number.isInteger(count) && count >= 1 && count <= MAX_TRIALS ? count : undefined;
}
