import type { AutoMLTask } from 'carry-ml/arm';
import { algorithmsOf } from './algorithms.js';
import type { Task } from './metrics.js';

/** The settings of a checked task that have no effect here, each as a phrase. */
export function notHonoured(task: AutoMLTask): string[] {
  const rows = [
    ...ofTraining(task),
    ...ofMeasuring(task),
    ...ofFeaturization(task),
    ...ofSearch(task),
    ...ofSeries(task)
  ];
  return rows.flatMap(([applies, phrase]) => (applies ? [phrase] : []));
}

/** Whether a setting was given, and the phrase for it. */
type Row = [unknown, string];

function ofTraining({ taskType, trainingSettings }: AutoMLTask): Row[] {
  const served = algorithmsOf(taskType as Task).map(({ name }) => name);
  const missing = (trainingSettings?.allowedTrainingAlgorithms ?? []).filter(
    name => !served.includes(name)
  );
  return [
    [missing.length > 0, `the algorithms ${missing.join(', ')}`],
    [isSet(trainingSettings?.enableDnnTraining), 'training of deep networks'],
    [isSet(trainingSettings?.enableModelExplainability), 'explanations of models'],
    [isSet(trainingSettings?.enableOnnxCompatibleModels), 'models in the format ONNX'],
    [trainingSettings?.stackEnsembleSettings, 'the settings of the stack ensemble']
  ];
}

/** Trials are measured in one way: on validation data, else on rows that columns name, else on a part or on folds of the training data. */
function ofMeasuring(task: AutoMLTask): Row[] {
  const isForecast = task.taskType === 'Forecasting';
  const hasFolds = typeof task.nCrossValidations?.value === 'number';
  const hasSize = isPart(task.validationDataSize);
  const hasColumns = hasItems(task.cvSplitColumnNames);
  const rows = measuredRows(task);
  const other = rows || (hasSize && isForecast ? 'a size of validation data' : '');
  const where = rows ? `beside ${rows}` : 'of a forecast';
  return [
    [task.positiveLabel, 'the positive label'],
    [hasFolds && other, `the number of cross validations beside ${other}`],
    [hasSize && rows, `the size of validation data beside ${rows}`],
    [hasColumns && rows !== COLUMNS, `columns for splits ${where}`],
    [hasUri(task.testData) && isPart(task.testDataSize), 'the size of test data beside test data']
  ];
}

const COLUMNS = 'columns for splits';

/** What names the rows to measure on; empty where a size or a number of folds decides. */
function measuredRows({ taskType, validationData, cvSplitColumnNames }: AutoMLTask): string {
  if (hasUri(validationData)) return 'validation data';
  return hasItems(cvSplitColumnNames) && taskType !== 'Forecasting' ? COLUMNS : '';
}

function hasUri(data: AutoMLTask['testData']): boolean {
  return Boolean(data?.uri);
}

/** Clients send 0 for "not given". */
function isPart(size: number | null | undefined): boolean {
  return Number(size) > 0;
}

function ofFeaturization({ featurizationSettings }: AutoMLTask): Row[] {
  const transformers = Object.keys(featurizationSettings?.transformerParams ?? {}).filter(
    name => name.toLowerCase() !== 'imputer'
  );
  return [
    [transformers.length > 0, `the parameters of the transformers ${transformers.join(', ')}`],
    [isSet(featurizationSettings?.enableDnnFeaturization), 'featurization by deep networks'],
    [featurizationSettings?.datasetLanguage, 'the language of the data']
  ];
}

function ofSearch({
  limitSettings,
  searchSpace,
  sweepSettings,
  fixedParameters
}: AutoMLTask): Row[] {
  return [
    [Number(limitSettings?.maxNodes ?? 1) > 1, 'several nodes per trial'],
    [hasItems(searchSpace), 'the search space of its own'],
    [sweepSettings, 'the settings of a sweep'],
    [fixedParameters, 'the fixed parameters']
  ];
}

function ofSeries({ forecastingSettings: given }: AutoMLTask): Row[] {
  return [
    [given?.countryOrRegionForHolidays, 'the holidays of a country or region'],
    [isNot(given?.featureLags, 'None'), 'lags of features'],
    [isNot(given?.useStl, 'None'), 'the decomposition STL'],
    [isNot(given?.targetAggregateFunction, 'None'), 'the aggregation of the target'],
    [isNot(given?.shortSeriesHandlingConfig, 'Auto'), 'the handling of short series']
  ];
}

function isSet(value: unknown): boolean {
  return value === true;
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** True for a name other than the one that changes nothing. */
function isNot(value: unknown, neutral: string): boolean {
  return typeof value === 'string' && value.toLowerCase() !== neutral.toLowerCase();
}
