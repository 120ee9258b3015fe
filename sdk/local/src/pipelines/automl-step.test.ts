import { describe, expect, it } from 'vitest';
import type { JobInput } from 'carry-ml/arm';
import { readAutoMLStep } from './automl-step.js';

const table = (uri: string, more: object = {}): JobInput => ({
  jobInputType: 'mltable',
  uri,
  ...more
});
const read = (fields: object) =>
  readAutoMLStep({ task: 'classification', ...fields }, { training_data: table('azureml:t:1') });

describe('an AutoML step in the form of its YAML', () => {
  it('is converted to the form of an AutoML job in the contract', () => {
    expect(
      read({
        target_column_name: 'y',
        primary_metric: 'accuracy',
        positive_label: 'yes',
        weight_column_name: 'w',
        validation_data_size: 0.2,
        test_data_size: '0.1',
        cv_split_column_names: ['a', 'b'],
        n_cross_validations: 3
      })
    ).toEqual({
      taskType: 'classification',
      trainingData: { jobInputType: 'mltable', uri: 'azureml:t:1', mode: undefined },
      targetColumnName: 'y',
      primaryMetric: 'accuracy',
      positiveLabel: 'yes',
      weightColumnName: 'w',
      validationDataSize: 0.2,
      testDataSize: 0.1,
      cvSplitColumnNames: ['a', 'b'],
      nCrossValidations: { mode: 'Custom', value: 3 },
      featurizationSettings: {},
      limitSettings: {},
      trainingSettings: {},
      forecastingSettings: {}
    });
  });

  it('has limits, in which minutes are durations', () => {
    const limits = {
      max_trials: 4,
      max_concurrent_trials: '2',
      max_cores_per_trial: -1,
      max_nodes: 2,
      enable_early_termination: 'False',
      exit_score: 0.9,
      timeout_minutes: 15,
      trial_timeout_minutes: '5'
    };
    expect(read({ limits }).limitSettings).toEqual({
      maxTrials: 4,
      maxConcurrentTrials: 2,
      maxCoresPerTrial: -1,
      maxNodes: 2,
      enableEarlyTermination: false,
      exitScore: 0.9,
      timeout: 'PT15M',
      trialTimeout: 'PT5M'
    });
  });

  it('has settings of training', () => {
    const training = {
      allowed_training_algorithms: ['light_gbm'],
      blocked_training_algorithms: 'svm',
      enable_stack_ensemble: false,
      enable_vote_ensemble: 'true',
      enable_dnn_training: true,
      enable_model_explainability: true,
      enable_onnx_compatible_models: true,
      stack_ensemble_settings: { stack_meta_learner_type: 'LightGBM' }
    };
    expect(read({ training }).trainingSettings).toEqual({
      allowedTrainingAlgorithms: ['light_gbm'],
      blockedTrainingAlgorithms: ['svm'],
      enableStackEnsemble: false,
      enableVoteEnsemble: true,
      enableDnnTraining: true,
      enableModelExplainability: true,
      enableOnnxCompatibleModels: true,
      stackEnsembleSettings: { stack_meta_learner_type: 'LightGBM' }
    });
  });

  it('has settings of featurization', () => {
    const featurization = {
      mode: 'custom',
      blocked_transformers: ['label_encoder'],
      column_name_and_types: { a: 'Categorical' },
      transformer_params: { imputer: [{ fields: ['a'], parameters: { strategy: 'mean' } }] },
      dataset_language: 'eng',
      enable_dnn_featurization: true
    };
    expect(read({ featurization }).featurizationSettings).toEqual({
      mode: 'custom',
      blockedTransformers: ['label_encoder'],
      columnNameAndTypes: { a: 'Categorical' },
      transformerParams: { imputer: [{ fields: ['a'], parameters: { strategy: 'mean' } }] },
      datasetLanguage: 'eng',
      enableDnnFeaturization: true
    });
  });

  it.each([['off'], [false]])('turns featurization off by the mode %j', mode => {
    const found = read({ featurization: { mode } }).featurizationSettings?.mode;
    expect(String(found).toLowerCase()).toBe('off');
  });

  it('has settings of forecasting, in which numbers may be chosen automatically', () => {
    const forecasting = {
      time_column_name: 't',
      time_series_id_column_names: 'store',
      forecast_horizon: 'Auto',
      frequency: 'D',
      seasonality: 7,
      target_lags: [1, 7],
      target_rolling_window_size: '3',
      cv_step_size: 2,
      country_or_region_for_holidays: 'DE',
      feature_lags: 'auto',
      use_stl: 'season',
      target_aggregate_function: 'sum',
      short_series_handling_config: 'pad',
      features_unknown_at_forecast_time: ['rain']
    };
    expect(read({ task: 'forecasting', forecasting }).forecastingSettings).toEqual({
      timeColumnName: 't',
      timeSeriesIdColumnNames: ['store'],
      forecastHorizon: { mode: 'Auto' },
      frequency: 'D',
      seasonality: { mode: 'Custom', value: 7 },
      targetLags: { mode: 'Custom', values: [1, 7] },
      targetRollingWindowSize: { mode: 'Custom', value: 3 },
      cvStepSize: 2,
      countryOrRegionForHolidays: 'DE',
      featureLags: 'auto',
      useStl: 'season',
      targetAggregateFunction: 'sum',
      shortSeriesHandlingConfig: 'pad',
      featuresUnknownAtForecastTime: ['rain']
    });
  });

  it.each([
    ['auto', { mode: 'Auto' }],
    [4, { mode: 'Custom', values: [4] }],
    [['auto'], { mode: 'Auto' }]
  ])('reads the lags %j', (target_lags, expected) => {
    expect(read({ forecasting: { target_lags } }).forecastingSettings?.targetLags).toEqual(
      expected
    );
  });
});

describe('the data of an AutoML step', () => {
  const inputs = {
    training_data: table('azureml:t:1', { mode: 'Direct' }),
    validation_data: table('azureml:v:1'),
    test_data: table('azureml:x:1')
  };
  const expected = {
    trainingData: table('azureml:t:1', { mode: 'Direct' }),
    validationData: table('azureml:v:1'),
    testData: table('azureml:x:1')
  };

  it.each([
    ['its YAML', { task: 'regression' }],
    ['the contract', { taskDetails: { taskType: 'regression' } }]
  ])('are its inputs with their bindings resolved, in the form of %s', (_form, fields) => {
    expect(readAutoMLStep(fields, inputs)).toMatchObject(expected);
  });

  it('of a step in the form of the contract replace the bindings in its task', () => {
    const trainingData = { jobInputType: 'mltable', uri: '${{parent.inputs.table}}' };
    const taskDetails = { taskType: 'Regression', targetColumnName: 'y', trainingData };
    expect(readAutoMLStep({ taskDetails }, { training_data: table('azureml:t:1') })).toEqual({
      taskType: 'Regression',
      targetColumnName: 'y',
      trainingData: table('azureml:t:1', { mode: undefined }),
      validationData: undefined,
      testData: undefined
    });
  });
});
