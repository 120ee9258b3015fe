import type { TextStorage } from '../../parts/browser-storage.js';
import {
  EMPTY_DRAFT,
  isRunnable,
  type PipelineDraft,
  type Source,
  type StepDraft
} from './draft.js';

/** Keeps the pipeline that the user puts together over a reload of the page. */
export class DraftStorage {
  constructor(
    private readonly storage: TextStorage,
    private readonly key: string
  ) {}

  /** Returns what was kept; nothing of it is trusted to be as this version writes it. */
  read(): PipelineDraft {
    try {
      return draftOf(JSON.parse(this.storage.getItem(this.key) ?? '{}'));
    } catch {
      // Something else has written there.
      return EMPTY_DRAFT;
    }
  }

  write(draft: PipelineDraft): void {
    this.storage.setItem(this.key, JSON.stringify(draft));
  }
}

function draftOf(value: unknown): PipelineDraft {
  const { displayName, experiment, compute, reuse, steps } = fieldsOf(value);
  const read = (Array.isArray(steps) ? steps : []).flatMap(stepOf);
  const names = new Set(read.map(({ name }) => name));
  return {
    displayName: textOf(displayName),
    experiment: textOf(experiment),
    compute: typeof compute === 'string' ? compute : null,
    reuse: reuse === true,
    steps: names.size === read.length ? read : []
  };
}

function stepOf(value: unknown): StepDraft[] {
  const { name, path, sources } = fieldsOf(value);
  if (typeof name !== 'string' || typeof path !== 'string' || !isRunnable(path)) return [];
  const entries = Object.entries(fieldsOf(sources)).flatMap(([key, source]) =>
    sourceOf(source).map(read => [key, read] as const)
  );
  return [{ name, path, sources: Object.fromEntries(entries) }];
}

function sourceOf(value: unknown): Source[] {
  const { kind, text, step, output } = fieldsOf(value);
  if (kind === 'output') return [{ kind }];
  if (kind === 'value') return [{ kind, text: textOf(text) }];
  if (kind !== 'input') return [];
  return [{ kind, step: textOf(step), output: textOf(output) }];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
