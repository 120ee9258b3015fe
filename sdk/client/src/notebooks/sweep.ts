import { isAzureName } from './azure-name.js';
import { fail } from './errors.js';
import { parametersJson } from './literal-values.js';
import type { ParameterValue } from './parameter.js';

/** Several values for some parameters of a notebook: a job with one run for each combination. */
export interface NotebookSweep {
  /** The values by the name of their parameter, converted to its type. */
  values: Readonly<Record<string, readonly ParameterValue[]>>;
  /** Name of the metric that tells which run is the best; default: the first one that the cells log, else `loss`. */
  metric?: string;
  /** Whether the best run has the highest or the lowest value; default: by the name of the metric. */
  goal?: SweepGoal;
  /** Maximum number of runs at a time; default: the slots of the compute in the local workspace, the service's choice on Azure. */
  maxConcurrentTrials?: number;
}

export type SweepGoal = 'Minimize' | 'Maximize';

/** A value as a hyperparameter of Azure ML: the service writes it into the command of a trial as it is. */
export type SweepValue = string | number;

/** A sweep as the fields of a sweep job. */
export interface SweepPlan {
  /** The values in the types of their parameters. */
  values: NotebookSweep['values'];
  /** The values by the name of their hyperparameter, which is that of the parameter. */
  choices: Record<string, SweepValue[]>;
  /** The arguments that give the job side the values of a trial. */
  arguments: string;
  /** Number of combinations. */
  trials: number;
  metric: string;
  goal: SweepGoal;
  maxConcurrentTrials?: number;
}

/** The maximum number of trials of Azure ML. */
const MAX_TRIALS = 1000;

const HIGHER_IS_BETTER = /acc|auc|f1|r2|score|precision|recall|reward|bleu|rouge|iou|correct/i;

/** Whether a metric is better high or low, as far as its name tells. */
export function usualGoal(metric: string): SweepGoal {
  return HIGHER_IS_BETTER.test(metric) && !/loss|err/i.test(metric) ? 'Maximize' : 'Minimize';
}

/**
 * Plans a sweep of values that have the types of their parameters.
 *
 * @throws CarryError `SweepInvalid`
 */
export function planSweep(
  { values, goal, maxConcurrentTrials, ...sweep }: NotebookSweep,
  logged: readonly string[]
): SweepPlan {
  const entries = Object.entries(values);
  if (entries.length === 0) throw fail('SweepEmpty');
  for (const [name, list] of entries) checkValues(name, list);
  const trials = entries.reduce((product, [, list]) => product * list.length, 1);
  if (trials > MAX_TRIALS) throw fail('SweepTooLarge', { trials, max: MAX_TRIALS });
  const metric = sweep.metric ?? logged[0] ?? 'loss';
  return {
    values,
    choices: Object.fromEntries(entries.map(([name, list]) => [name, choicesOf(list)])),
    arguments: entries.map(([name, list]) => argumentOf(name, list)).join(' '),
    trials,
    metric,
    goal: goal ?? usualGoal(metric),
    ...(maxConcurrentTrials !== undefined && { maxConcurrentTrials })
  };
}

function checkValues(name: string, values: readonly ParameterValue[]): void {
  const target = { target: name };
  if (!isAzureName(name)) throw fail('SweepNameInvalid', { name }, target);
  if (values.length === 0) throw fail('SweepWithoutValues', { name }, target);
  const written = values.map(parametersJson);
  const twice = written.find((value, i) => written.indexOf(value) < i);
  if (twice !== undefined) throw fail('SweepValueTwice', { name, value: twice }, target);
}

/**
 * Texts are passed as they are where all values are texts, so that lists of trials show them without quotes. Only JSON can hold half of
 * a surrogate pair.
 */
function areTexts(values: readonly ParameterValue[]): values is readonly string[] {
  return values.every(value => typeof value === 'string' && !/\p{Surrogate}/u.test(value));
}

function argumentOf(name: string, values: readonly ParameterValue[]): string {
  return `--${areTexts(values) ? 'text' : 'json'} ${name}=\${{search_space.${name}}}`;
}

function choicesOf(values: readonly ParameterValue[]): SweepValue[] {
  return areTexts(values) ? values.map(shellSafe) : values.map(choiceOf);
}

function choiceOf(value: ParameterValue): SweepValue {
  // JSON has no `-0`.
  const isNumber = typeof value === 'number' && !Object.is(value, -0);
  return isNumber ? value : shellSafe(parametersJson(value));
}

/** Reads a value of a trial; a text is the one that the notebook gets, or the JSON of another value. */
export function readSweepValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return decodeURIComponent(value);
  } catch {
    // A sweep of another tool has a value that is no escape.
    return value;
  }
}

/** Escapes what a shell or a template could read as anything else than a part of a word, as in a URL. */
function shellSafe(text: string): string {
  return text.replace(/[^\w.,:/@+=-]/gu, character =>
    [...Buffer.from(character)]
      .map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('')
  );
}
