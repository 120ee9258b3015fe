import type { Parameter, ParameterValue, PipelineRequest } from '@carry-ml/bridge';
import { readValue } from '../submit/field-value.js';

/** What a parameter of a step gets. */
export type Source =
  /** A value, as it was typed. */
  | { kind: 'value'; text: string }
  /** The path of a new folder, which the step writes into. */
  | { kind: 'output' }
  /** The path of a folder that an earlier step has written. */
  | { kind: 'input'; step: string; output: string };

/** A step: a notebook or a script, and what its parameters get; one that is not there keeps its own value. */
export interface StepDraft {
  name: string;
  /** Relative to the folder of the lab. */
  path: string;
  sources: Readonly<Record<string, Source>>;
}

/** A pipeline as the user puts it together. The steps run in this order, as far as one needs another. */
export interface PipelineDraft {
  displayName: string;
  experiment: string;
  /** Null for the usual one of the workspace. */
  compute: string | null;
  reuse: boolean;
  steps: readonly StepDraft[];
}

/** The parameters of a notebook, given its path. */
export type ParametersOf = (path: string) => readonly Parameter[];

export const EMPTY_DRAFT: PipelineDraft = {
  displayName: '',
  experiment: '',
  compute: null,
  reuse: false,
  steps: []
};

/** The kinds of files that a step can run. */
const RUNNABLE = /\.(?:ipynb|py|js|mjs)$/i;

export function isRunnable(path: string): boolean {
  return RUNNABLE.test(path);
}

export function isNotebook(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/** Adds a step for each file, with a name that no other step has. */
export function withFiles(draft: PipelineDraft, paths: readonly string[]): PipelineDraft {
  const steps = [...draft.steps];
  for (const path of paths) {
    steps.push({ name: nameFor(path, steps), path, sources: {} });
  }
  return { ...draft, steps };
}

/** Moves a step by some places. Inputs from steps that would then run later are taken away. */
export function withMoved(draft: PipelineDraft, name: string, by: number): PipelineDraft {
  const steps = [...draft.steps];
  const from = steps.findIndex(step => step.name === name);
  const [moved] = steps.splice(from, 1);
  if (moved) steps.splice(Math.max(0, from + by), 0, moved);
  return { ...draft, steps: connected(steps) };
}

export function withoutStep(draft: PipelineDraft, name: string): PipelineDraft {
  return { ...draft, steps: connected(draft.steps.filter(step => step.name !== name)) };
}

/** Sets what a parameter gets; null gives it its own value back. */
export function withSource(
  draft: PipelineDraft,
  name: string,
  parameter: string,
  source: Source | null
): PipelineDraft {
  const steps = draft.steps.map(step => {
    if (step.name !== name) return step;
    const others = Object.entries(step.sources).filter(([key]) => key !== parameter);
    const own = source ? [[parameter, source] as const] : [];
    return { ...step, sources: Object.fromEntries([...others, ...own]) };
  });
  return { ...draft, steps: connected(steps) };
}

/** The folders that the steps before a step write. */
export function earlierOutputs(
  draft: PipelineDraft,
  name: string
): { step: string; output: string }[] {
  const before = draft.steps.slice(
    0,
    draft.steps.findIndex(step => step.name === name)
  );
  return before.flatMap(step => outputsOf(step).map(output => ({ step: step.name, output })));
}

/** Returns the values that do not fit their parameters, by step and parameter. */
export function problemsOf(
  draft: PipelineDraft,
  parametersOf: ParametersOf
): { step: string; parameter: string; problem: 'integer' | 'number' | 'json' }[] {
  return draft.steps.flatMap(({ name, path, sources }) =>
    parametersOf(path).flatMap(parameter => {
      const source = sources[parameter.name];
      if (source?.kind !== 'value') return [];
      const reading = readValue(parameter, source.text);
      return reading.ok
        ? []
        : [{ step: name, parameter: parameter.name, problem: reading.problem }];
    })
  );
}

/** Returns the request that submits a pipeline. */
export function requestOf(draft: PipelineDraft, parametersOf: ParametersOf): PipelineRequest {
  const { displayName, experiment, compute, reuse } = draft;
  return {
    steps: Object.fromEntries(
      draft.steps.map(step => {
        const entries = Object.entries(step.sources);
        const parameters = parametersOf(step.path);
        return [
          step.name,
          {
            path: step.path,
            parameters: Object.fromEntries(
              entries.flatMap(([key, source]) =>
                source.kind === 'value' ? [[key, valueOf(source.text, parameters, key)]] : []
              )
            ),
            inputs: Object.fromEntries(
              entries.flatMap(([key, source]) =>
                source.kind === 'input' ? [[key, `${source.step}.${source.output}`]] : []
              )
            ),
            outputs: outputsOf(step)
          }
        ];
      })
    ),
    ...(displayName.trim() !== '' && { displayName: displayName.trim() }),
    ...(experiment.trim() !== '' && { experiment: experiment.trim() }),
    ...(compute !== null && { compute }),
    reuse
  };
}

/** Returns a typed text as a value of its parameter; an argument of a script is the text. */
function valueOf(text: string, parameters: readonly Parameter[], name: string): ParameterValue {
  const parameter = parameters.find(each => each.name === name);
  const reading = parameter && readValue(parameter, text);
  return reading?.ok ? reading.value : text;
}

function outputsOf({ sources }: StepDraft): string[] {
  return Object.keys(sources).filter(key => sources[key]?.kind === 'output');
}

/** Takes away the inputs that no earlier step writes. */
function connected(steps: readonly StepDraft[]): StepDraft[] {
  const known = new Set<string>();
  return steps.map(step => {
    const kept = Object.entries(step.sources).filter(
      ([, source]) => source.kind !== 'input' || known.has(`${source.step}.${source.output}`)
    );
    for (const output of outputsOf(step)) known.add(`${step.name}.${output}`);
    return { ...step, sources: Object.fromEntries(kept) };
  });
}

/** Azure ML's names of steps have small letters, digits and underscores. */
function nameFor(path: string, steps: readonly StepDraft[]): string {
  const stem = (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '');
  const plain = stem
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?=\d|$)/, 'step_');
  const name = plain.replace(/_+$/, '');
  const isTaken = (tried: string): boolean => steps.some(step => step.name === tried);
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? name : `${name}_${n}`;
    if (!isTaken(tried)) return tried;
  }
}
