import type { AutoMLChoice, AutoMLTask } from 'carry-ml/arm';
import { checkDuration } from '../jobs/command-check.js';
import { withoutNulls } from '../protocol/normalise.js';
import { algorithmsOf, knownAlgorithms, type Algorithm } from './algorithms.js';
import { fail } from './errors.js';
import { primaryMetrics, type Task } from './metrics.js';
import { oneOf } from './names.js';

/** The tasks of Azure's contract that are not about tables, and what to do instead. */
const others: Record<string, string> = {
  ImageClassification: 'images',
  ImageClassificationMultilabel: 'images',
  ImageObjectDetection: 'images',
  ImageInstanceSegmentation: 'images',
  TextClassification: 'text',
  TextClassificationMultilabel: 'text',
  TextNER: 'text'
};
const tasks: readonly Task[] = ['Classification', 'Regression', 'Forecasting'];
const modes = ['Auto', 'Custom', 'Off'] as const;

/** As in Azure, also the limit of a sweep. */
const MAX_TRIALS = 1000;
/** Azure's defaults. */
const defaultLimits = { maxTrials: MAX_TRIALS, timeout: 'PT6H', trialTimeout: 'PT30M' };
/** A task is passed to its trials in one environment variable, of which Linux allows 128 KiB. */
const MAX_TASK_BYTES = 64 << 10;

/** Checks a task and normalises its names; throws when its trials could not run. */
export function checkTask(given: AutoMLTask): AutoMLTask {
  const task = taskOf(given.taskType);
  if (!given.trainingData?.uri)
    throw fail('AutoMLIncomplete', {
      field: 'trainingData',
      meaning: 'a folder with a file MLTable'
    });
  if (!given.targetColumnName)
    throw fail('AutoMLIncomplete', {
      field: 'targetColumnName',
      meaning: 'the name of the column to predict'
    });
  const metrics = primaryMetrics[task].map(({ name }) => name);
  const checked: AutoMLTask = {
    ...withoutNulls(given),
    taskType: task,
    primaryMetric: oneOf('primaryMetric', metrics, given.primaryMetric || (metrics[0] ?? '')),
    featurizationSettings: featurization(given),
    limitSettings: limits(given),
    trainingSettings: training(task, given)
  };
  checkSplits(checked);
  if (task === 'Forecasting') checkForecasting(checked);
  allowedAlgorithms(checked);
  const bytes = Buffer.byteLength(JSON.stringify(checked));
  if (bytes > MAX_TASK_BYTES) throw fail('AutoMLTooLarge', { bytes, max: MAX_TASK_BYTES });
  return checked;
}

/** The algorithms that the trials of a task may fit; throws when none is left. */
export function allowedAlgorithms({ taskType, trainingSettings }: AutoMLTask): Algorithm[] {
  const allowed = trainingSettings?.allowedTrainingAlgorithms ?? [];
  const blocked = trainingSettings?.blockedTrainingAlgorithms ?? [];
  const served = algorithmsOf(taskType as Task);
  const left = served.filter(
    ({ name }) => !blocked.includes(name) && (allowed.length === 0 || allowed.includes(name))
  );
  if (left.length === 0)
    throw fail('AutoMLNoAlgorithm', {
      wanted: allowed.filter(name => !served.some(algorithm => algorithm.name === name)),
      known: served.map(({ name }) => name)
    });
  return left;
}

function taskOf(given: string): Task {
  const name = oneOf('taskType', [...tasks, ...Object.keys(others)], given);
  const about = others[name];
  if (about === undefined) return name as Task;
  throw fail('AutoMLTaskNotServed', {
    task: name,
    instead: `Train a model on ${about} in a job of type Command or Sweep, or use an Azure workspace.`
  });
}

function featurization({ featurizationSettings: given }: AutoMLTask) {
  return { ...given, mode: oneOf('featurizationSettings.mode', modes, given?.mode || 'Auto') };
}

function limits({ limitSettings }: AutoMLTask) {
  const checked = {
    ...defaultLimits,
    maxConcurrentTrials: 1,
    ...withoutNulls(limitSettings ?? {})
  };
  for (const field of ['maxTrials', 'maxConcurrentTrials'] as const) {
    const value = checked[field] as number;
    if (value < 1 || value > MAX_TRIALS)
      throw fail('AutoMLNumberInvalid', {
        field: `limitSettings.${field}`,
        value,
        range: `1 to ${MAX_TRIALS}`
      });
  }
  for (const field of ['timeout', 'trialTimeout'] as const)
    checkDuration(`taskDetails.limitSettings.${field}`, checked[field]);
  return checked;
}

function training(task: Task, { trainingSettings: given }: AutoMLTask) {
  const names = knownAlgorithms(task);
  const list = (field: 'allowedTrainingAlgorithms' | 'blockedTrainingAlgorithms') => {
    const listed = given?.[field];
    return listed
      ? { [field]: listed.map(name => oneOf(`trainingSettings.${field}`, names, name)) }
      : {};
  };
  return {
    ...withoutNulls(given ?? {}),
    ...list('allowedTrainingAlgorithms'),
    ...list('blockedTrainingAlgorithms')
  };
}

function checkSplits({ nCrossValidations, validationDataSize, testDataSize }: AutoMLTask): void {
  const folds = numberOf(nCrossValidations);
  if (folds !== undefined && (folds < 2 || folds > 1000))
    throw fail('AutoMLNumberInvalid', {
      field: 'nCrossValidations',
      value: folds,
      range: 'auto, or 2 to 1000'
    });
  for (const [field, value] of Object.entries({ validationDataSize, testDataSize }))
    // Clients send 0 for "not given".
    if (value && !(value > 0 && value < 1))
      throw fail('AutoMLNumberInvalid', { field, value, range: 'a fraction between 0 and 1' });
}

function checkForecasting({ forecastingSettings: given }: AutoMLTask): void {
  if (!given?.timeColumnName)
    throw fail('AutoMLIncomplete', {
      field: 'forecastingSettings.timeColumnName',
      meaning: 'the name of the column with the times'
    });
  const counts = {
    forecastHorizon: numberOf(given.forecastHorizon),
    seasonality: numberOf(given.seasonality),
    targetRollingWindowSize: numberOf(given.targetRollingWindowSize),
    cvStepSize: given.cvStepSize ?? undefined,
    targetLags: given.targetLags?.values?.length ? Math.min(...given.targetLags.values) : undefined
  };
  for (const [field, value] of Object.entries(counts))
    if (value !== undefined && value < 1)
      throw fail('AutoMLNumberInvalid', {
        field: `forecastingSettings.${field}`,
        value,
        range: 'a whole number from 1'
      });
}

/** The number that a user gave; undefined for `Auto`. */
function numberOf(choice: AutoMLChoice | null | undefined): number | undefined {
  return choice?.value ?? undefined;
}
