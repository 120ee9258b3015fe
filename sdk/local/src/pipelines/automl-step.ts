import type { AutoMLChoice, AutoMLData, AutoMLTask, JobInput } from 'carry-ml/arm';
import type { AutoMLComponent } from './component.js';
import { child, text, type Fields } from './step.js';

/** What an AutoML step reads and writes; it has no component of its own. */
export const automlComponent: AutoMLComponent = {
  type: 'automl',
  inputs: {
    training_data: { type: 'mltable' },
    validation_data: { type: 'mltable', optional: true },
    test_data: { type: 'mltable', optional: true }
  },
  outputs: { best_model: { type: 'mlflow_model' } }
};

/**
 * Reads the task of an AutoML step. Azure's clients write it as in their YAML, in snake case and with plain values for settings that may be
 * `auto`; it is converted to the form that the contract has for AutoML jobs.
 */
export function readAutoMLStep(fields: Fields, inputs: Record<string, JobInput>): AutoMLTask {
  const data = {
    trainingData: dataOf(inputs.training_data),
    validationData: dataOf(inputs.validation_data),
    testData: dataOf(inputs.test_data)
  };
  const task = child(fields, 'taskDetails');
  // A step in the form of the contract.
  if (task.taskType !== undefined) return { ...(task as unknown as AutoMLTask), ...data };
  return withoutUndefined({
    ...data,
    taskType: text(fields, 'task') ?? '',
    targetColumnName: text(fields, 'target_column_name'),
    primaryMetric: text(fields, 'primary_metric'),
    positiveLabel: text(fields, 'positive_label'),
    weightColumnName: text(fields, 'weight_column_name'),
    validationDataSize: number(fields, 'validation_data_size'),
    testDataSize: number(fields, 'test_data_size'),
    cvSplitColumnNames: names(fields, 'cv_split_column_names'),
    nCrossValidations: choice(fields, 'n_cross_validations'),
    featurizationSettings: featurization(child(fields, 'featurization')),
    limitSettings: limits(child(fields, 'limits')),
    trainingSettings: training(child(fields, 'training')),
    forecastingSettings: forecasting(child(fields, 'forecasting'))
  });
}

function dataOf(input: JobInput | undefined): AutoMLData | undefined {
  return input && { jobInputType: 'mltable', uri: input.uri, mode: input.mode };
}

function featurization(given: Fields): AutoMLTask['featurizationSettings'] {
  const mode = text(given, 'mode');
  return withoutUndefined({
    // In YAML 1.1, `off` without quotes is false.
    mode: mode === 'false' ? 'Off' : mode,
    blockedTransformers: names(given, 'blocked_transformers'),
    columnNameAndTypes: given.column_name_and_types as Record<string, string> | undefined,
    transformerParams: given.transformer_params as undefined,
    datasetLanguage: text(given, 'dataset_language'),
    enableDnnFeaturization: flag(given, 'enable_dnn_featurization')
  });
}

function limits(given: Fields): AutoMLTask['limitSettings'] {
  return withoutUndefined({
    maxTrials: number(given, 'max_trials'),
    maxConcurrentTrials: number(given, 'max_concurrent_trials'),
    maxCoresPerTrial: number(given, 'max_cores_per_trial'),
    maxNodes: number(given, 'max_nodes'),
    enableEarlyTermination: flag(given, 'enable_early_termination'),
    exitScore: number(given, 'exit_score'),
    timeout: minutes(given, 'timeout_minutes'),
    trialTimeout: minutes(given, 'trial_timeout_minutes')
  });
}

function training(given: Fields): AutoMLTask['trainingSettings'] {
  return withoutUndefined({
    allowedTrainingAlgorithms: names(given, 'allowed_training_algorithms'),
    blockedTrainingAlgorithms: names(given, 'blocked_training_algorithms'),
    enableStackEnsemble: flag(given, 'enable_stack_ensemble'),
    enableVoteEnsemble: flag(given, 'enable_vote_ensemble'),
    enableDnnTraining: flag(given, 'enable_dnn_training'),
    enableModelExplainability: flag(given, 'enable_model_explainability'),
    enableOnnxCompatibleModels: flag(given, 'enable_onnx_compatible_models'),
    stackEnsembleSettings: given.stack_ensemble_settings ?? undefined
  });
}

function forecasting(given: Fields): AutoMLTask['forecastingSettings'] {
  return withoutUndefined({
    timeColumnName: text(given, 'time_column_name'),
    timeSeriesIdColumnNames: names(given, 'time_series_id_column_names'),
    forecastHorizon: choice(given, 'forecast_horizon'),
    frequency: text(given, 'frequency'),
    seasonality: choice(given, 'seasonality'),
    targetLags: choices(given, 'target_lags'),
    targetRollingWindowSize: choice(given, 'target_rolling_window_size'),
    cvStepSize: number(given, 'cv_step_size'),
    featuresUnknownAtForecastTime: names(given, 'features_unknown_at_forecast_time'),
    countryOrRegionForHolidays: text(given, 'country_or_region_for_holidays'),
    featureLags: text(given, 'feature_lags'),
    useStl: text(given, 'use_stl'),
    targetAggregateFunction: text(given, 'target_aggregate_function'),
    shortSeriesHandlingConfig: text(given, 'short_series_handling_config')
  });
}

function number(fields: Fields, name: string): number | undefined {
  const given = text(fields, name);
  return given === undefined ? undefined : Number(given);
}

function flag(fields: Fields, name: string): boolean | undefined {
  const given = text(fields, name)?.toLowerCase();
  return given === undefined ? undefined : given === 'true';
}

/** One name or several. */
function names(fields: Fields, name: string): string[] | undefined {
  const given = fields[name];
  if (given === undefined || given === null) return undefined;
  return (Array.isArray(given) ? given : [given]).map(String);
}

function minutes(fields: Fields, name: string): string | undefined {
  const given = text(fields, name);
  return given === undefined || !/^\d+$/.test(given) ? given : `PT${given}M`;
}

/** `auto`, or a number. */
function choice(fields: Fields, name: string): AutoMLChoice | undefined {
  const given = text(fields, name);
  if (given === undefined) return undefined;
  return given.toLowerCase() === 'auto'
    ? { mode: 'Auto' }
    : { mode: 'Custom', value: Number(given) };
}

/** `auto`, a number, or several. */
function choices(fields: Fields, name: string): AutoMLChoice | undefined {
  const given = names(fields, name);
  if (given === undefined) return undefined;
  return given[0]?.toLowerCase() === 'auto'
    ? { mode: 'Auto' }
    : { mode: 'Custom', values: given.map(Number) };
}

function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
