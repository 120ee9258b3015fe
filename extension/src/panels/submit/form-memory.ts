import type { TextStorage } from '../../parts/browser-storage.js';
import type { FormValue } from './field-value.js';
import { looksSecret, NO_OPTIONS, type JobOptions, type NamedText } from './job-options.js';
import { NO_SWEEP, type SweepEntry } from './sweep-form.js';

/** What a user has typed into the form of one notebook; null leaves the default. */
export interface FormEntry {
  parameters: ReadonlyMap<string, FormValue>;
  options: JobOptions;
  compute: string | null;
  experiment: string | null;
  sweep: SweepEntry;
}

/** How many notebooks are kept; those used longest ago are forgotten. */
const MOST_KEPT = 100;

const EMPTY: FormEntry = {
  parameters: new Map(),
  options: NO_OPTIONS,
  compute: null,
  experiment: null,
  sweep: NO_SWEEP
};

/** The typed values by notebook. They stay with a notebook that is renamed, and survive a reload of the page. */
export class FormMemory {
  private readonly entries: Map<string, FormEntry>;

  /** Without a storage, the values are kept until the page is left. */
  constructor(
    private readonly storage?: TextStorage,
    private readonly key = ''
  ) {
    this.entries = this.stored();
  }

  get(path: string): FormEntry {
    return this.entries.get(path) ?? EMPTY;
  }

  change(path: string, change: Partial<FormEntry>): void {
    const entry = { ...this.get(path), ...change };
    this.store(entries => {
      entries.delete(path);
      entries.set(path, entry);
    });
  }

  rename(from: string, to: string): void {
    const entry = this.get(from);
    this.store(entries => {
      entries.delete(from);
      if (entry === EMPTY) entries.delete(to);
      else entries.set(to, entry);
    });
  }

  /** Changes this page's entries and the stored ones, which another tab of the browser may have written since. */
  private store(change: (entries: Map<string, FormEntry>) => void): void {
    change(this.entries);
    if (!this.storage) return;
    const entries = this.stored();
    change(entries);
    const kept = [...entries].slice(-MOST_KEPT).map(([path, entry]) => [path, written(entry)]);
    this.storage.setItem(this.key, JSON.stringify(kept));
  }

  private stored(): Map<string, FormEntry> {
    const text = this.storage?.getItem(this.key) ?? '';
    try {
      const entries = JSON.parse(text || '[]') as [string, Partial<Written>][];
      return new Map(entries.map(([path, entry]) => [path, read(entry)]));
    } catch {
      // Another version of this page has written it in another form: its values are lost.
      return new Map();
    }
  }
}

/** An entry as JSON. */
interface Written {
  parameters: [string, FormValue][];
  options: Partial<JobOptions>;
  compute: string | null;
  experiment: string | null;
  sweep: Omit<SweepEntry, 'texts'> & { texts: [string, string][] };
}

/** The storage of a browser is not the place for the value of a secret. */
function written({ parameters, options, sweep, ...choices }: FormEntry): Written {
  const variables = options.variables.filter(({ name }) => !looksSecret(name));
  return {
    ...choices,
    parameters: [...parameters],
    options: { ...options, variables },
    sweep: { ...sweep, texts: [...sweep.texts] }
  };
}

function read({ parameters, options, compute, experiment, sweep }: Partial<Written>): FormEntry {
  const typed = (parameters ?? []).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'boolean'
  );
  return {
    parameters: new Map(typed),
    options: readOptions(options ?? {}),
    compute: textOrNull(compute),
    experiment: textOrNull(experiment),
    sweep: sweep ? readSweep(sweep) : NO_SWEEP
  };
}

function readSweep({ texts, metric, goal, concurrent }: Partial<Written['sweep']>): SweepEntry {
  return {
    texts: new Map((texts ?? []).filter(([, text]) => typeof text === 'string')),
    metric: textOrNull(metric) ?? '',
    goal: goal === 'Minimize' || goal === 'Maximize' ? goal : null,
    concurrent: textOrNull(concurrent) ?? ''
  };
}

function readOptions(stored: Partial<JobOptions>): JobOptions {
  return {
    displayName: textOrNull(stored.displayName) ?? '',
    description: textOrNull(stored.description) ?? '',
    timeLimit: textOrNull(stored.timeLimit) ?? '',
    retries: textOrNull(stored.retries) ?? '',
    environment: textOrNull(stored.environment) ?? '',
    tags: (stored.tags ?? []).map(readRow),
    variables: (stored.variables ?? []).map(readRow),
    secrets: (stored.secrets ?? []).map(readRow),
    data: (stored.data ?? []).map(readRow)
  };
}

function readRow({ name, value }: Partial<NamedText>): NamedText {
  return { name: textOrNull(name) ?? '', value: textOrNull(value) ?? '' };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
