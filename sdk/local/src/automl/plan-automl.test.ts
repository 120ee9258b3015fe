import { describe, expect, it } from 'vitest';
import type { AutoMLJob } from 'carry-ml/arm';
import { planAutoML } from './plan-automl.js';

const data = { jobInputType: 'mltable', uri: 'azureml:table:1' };

const plan = (task: object = {}, more: object = {}) =>
  planAutoML(
    { name: 'a', by: 'ada' },
    {
      jobType: 'AutoML',
      taskDetails: {
        taskType: 'classification',
        targetColumnName: 'y',
        trainingData: data,
        ...task
      },
      ...more
    } as unknown as AutoMLJob,
    {
      findAsset: () => undefined,
      hasRegistry: () => false,
      computes: () => [{ name: 'cpu', slots: 2 }],
      now: () => 1,
      newId: () => 'id',
      processLimit: 8,
      localPath: uri => uri
    }
  );
const task = (given: object = {}) => (plan(given).properties as AutoMLJob).taskDetails;
const forecast = (forecastingSettings: object, more: object = {}) =>
  task({ taskType: 'Forecasting', forecastingSettings, ...more });

describe('an AutoML job', () => {
  it('is stored as a parent with the output that Azure gives it', () => {
    expect(plan()).toMatchObject({
      status: 'Running',
      compute: '',
      properties: { outputs: { best_model: { jobOutputType: 'mlflow_model' } } }
    });
  });

  it('keeps the asset under which its best model is registered', () => {
    const outputs = { best_model: { jobOutputType: 'mlflow_model', assetName: 'm' } };
    expect(plan({}, { outputs }).properties.outputs).toEqual(outputs);
  });

  it("has Azure's defaults", () => {
    expect(task()).toMatchObject({
      taskType: 'Classification',
      primaryMetric: 'AUCWeighted',
      featurizationSettings: { mode: 'Auto' },
      limitSettings: {
        maxTrials: 1000,
        maxConcurrentTrials: 1,
        timeout: 'PT6H',
        trialTimeout: 'PT30M'
      }
    });
  });

  it.each([
    ['AUC_weighted', 'AUCWeighted'],
    ['norm_macro_recall', 'NormMacroRecall'],
    ['accuracy', 'Accuracy']
  ])('accepts the metric %s of a YAML file', (primaryMetric, expected) => {
    expect(task({ primaryMetric }).primaryMetric).toBe(expected);
  });

  it("stores the names of algorithms as Azure's contract has them", () => {
    const trainingSettings = {
      allowedTrainingAlgorithms: ['light_gbm', 'xg_boost_classifier'],
      blockedTrainingAlgorithms: ['svm']
    };
    expect(task({ trainingSettings }).trainingSettings).toMatchObject({
      allowedTrainingAlgorithms: ['LightGBM', 'XGBoostClassifier'],
      blockedTrainingAlgorithms: ['SVM']
    });
  });

  it('says which of its settings have no effect', () => {
    const trainingSettings = {
      allowedTrainingAlgorithms: ['LightGBM', 'XGBoostClassifier'],
      enableDnnTraining: true
    };
    expect(plan({ trainingSettings }).properties.properties).toEqual({
      'carry.automl':
        'Not honoured here: the algorithms XGBoostClassifier; training of deep networks.'
    });
  });

  const folds = { nCrossValidations: { mode: 'Custom', value: 3 } };
  const forecast = { taskType: 'Forecasting', forecastingSettings: { timeColumnName: 't' } };
  const columns = { cvSplitColumnNames: ['split'] };

  it.each([
    ['a positive label', { positiveLabel: 'yes' }, 'the positive label'],
    [
      'folds beside validation data',
      { ...folds, validationData: data },
      'the number of cross validations beside validation data'
    ],
    [
      'a size and columns beside validation data',
      { ...columns, validationDataSize: 0.2, validationData: data },
      'the size of validation data beside validation data; columns for splits beside validation data'
    ],
    [
      'folds beside columns for splits',
      { ...folds, ...columns },
      'the number of cross validations beside columns for splits'
    ],
    [
      'folds beside a size, of a forecast',
      { ...forecast, ...folds, validationDataSize: 0.2 },
      'the number of cross validations beside a size of validation data'
    ],
    ['columns of a forecast', { ...forecast, ...columns }, 'columns for splits of a forecast'],
    [
      'a size of test data beside test data',
      { testData: data, testDataSize: 0.2 },
      'the size of test data beside test data'
    ]
  ])('says that %s has no effect', (_what, given, phrase) => {
    expect(plan(given).properties.properties).toEqual({
      'carry.automl': `Not honoured here: ${phrase}.`
    });
  });

  it.each([
    ['folds of a size', { ...folds, validationDataSize: 0.2 }],
    ['folds of a forecast', { ...forecast, ...folds }],
    [
      'validation data and folds by choice',
      { nCrossValidations: { mode: 'Auto' }, validationData: data }
    ],
    [
      'the sizes of zero that clients send',
      { validationData: data, testData: data, validationDataSize: 0, testDataSize: 0 }
    ]
  ])('says nothing of %s', (_what, given) => {
    expect(plan(given).properties.properties).toEqual({});
  });

  it('forgets the best trial of an earlier job that it is a copy of', () => {
    const again = plan(
      {},
      {
        tags: { automl_best_child_run_id: 'old_1', mine: 'x' },
        properties: { best_child_run_id: 'old_1', score: '1' }
      }
    );
    expect(again.properties).toMatchObject({ tags: { mine: 'x' }, properties: {} });
    expect(again.properties.tags).not.toHaveProperty('automl_best_child_run_id');
  });
});

describe('an AutoML job is refused', () => {
  it.each([
    ['ImageClassification', 'a model on images'],
    ['image_object_detection', 'a model on images'],
    ['TextNER', 'a model on text'],
    ['text_classification_multilabel', 'a model on text']
  ])('for the task %s, with what to do instead', (taskType, instead) => {
    expect(() => plan({ taskType })).toThrow(
      expect.objectContaining({ code: 'NotImplemented', status: 501 })
    );
    expect(() => plan({ taskType })).toThrow(instead);
  });

  it.each([
    ['a task that does not exist', { taskType: 'Clustering' }, 'taskDetails.taskType'],
    ['a metric of another task', { primaryMetric: 'r2_score' }, 'AUCWeighted, Accuracy'],
    ['no training data', { trainingData: undefined }, 'taskDetails.trainingData is missing'],
    ['no target', { targetColumnName: '' }, 'taskDetails.targetColumnName is missing'],
    [
      'an algorithm that Azure does not have',
      { trainingSettings: { blockedTrainingAlgorithms: ['magic'] } },
      'trainingSettings.blockedTrainingAlgorithms'
    ],
    [
      'an algorithm of another task',
      { trainingSettings: { allowedTrainingAlgorithms: ['Prophet'] } },
      'trainingSettings.allowedTrainingAlgorithms'
    ],
    ['one fold', { nCrossValidations: { mode: 'Custom', value: 1 } }, 'auto, or 2 to 1000'],
    ['a validation part of all rows', { validationDataSize: 1 }, 'between 0 and 1'],
    ['no trials', { limitSettings: { maxTrials: 0 } }, 'limitSettings.maxTrials'],
    [
      'a limit that is no duration',
      { limitSettings: { timeout: 'soon' } },
      'limitSettings.timeout'
    ],
    ['a forecast without time', { taskType: 'Forecasting' }, 'forecastingSettings.timeColumnName'],
    [
      'a horizon of nothing',
      {
        taskType: 'Forecasting',
        forecastingSettings: { timeColumnName: 't', forecastHorizon: { mode: 'Custom', value: 0 } }
      },
      'forecastingSettings.forecastHorizon'
    ],
    [
      'a lag of nothing among others',
      {
        taskType: 'Forecasting',
        forecastingSettings: { timeColumnName: 't', targetLags: { mode: 'Custom', values: [0, 7] } }
      },
      'forecastingSettings.targetLags'
    ]
  ])('for %s', (_what, given, message) => {
    expect(() => plan(given)).toThrow(message);
  });

  it('when no allowed algorithm is left, by the names of those that it wanted', () => {
    const trainingSettings = { allowedTrainingAlgorithms: ['TCNForecaster'] };
    expect(() => forecast({ timeColumnName: 't' }, { trainingSettings })).toThrow(
      /does not have TCNForecaster.*Allow at least one of: LightGBM/
    );
  });

  it('when it names more columns than a trial can be told', () => {
    const fields = Array.from({ length: 8000 }, (_, i) => `column ${i}`);
    const transformerParams = { Imputer: [{ fields }] };
    expect(() => plan({ featurizationSettings: { transformerParams } })).toThrow(
      'Name fewer columns'
    );
  });

  it('for a compute that the workspace does not have', () => {
    expect(() => plan({}, { computeId: 'gpu' })).toThrow("'gpu'");
  });
});
