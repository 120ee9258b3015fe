import { Type } from 'typebox';
import { Nullable, optionalObject, optionalText, Texts } from './field-types.js';

const optionalNumber = Type.Optional(Nullable(Type.Number()));
const optionalInteger = Type.Optional(Nullable(Type.Integer()));
const optionalFlag = Type.Optional(Nullable(Type.Boolean()));
const optionalNames = Type.Optional(Nullable(Type.Array(Type.String(), { maxItems: 1000 })));

const data = optionalObject({
  jobInputType: Type.Optional(Type.String()),
  uri: optionalText,
  mode: optionalText
});

/** `Auto`, or a value. */
const choice = optionalObject({
  mode: Type.String(),
  value: optionalInteger,
  values: Type.Optional(Nullable(Type.Array(Type.Integer(), { maxItems: 100 })))
});

const ColumnTransformer = Type.Object({
  fields: optionalNames,
  parameters: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown())))
});

/** The fields of an AutoML job. Required ones, and the names that the contract allows, are checked when the job is planned. */
export const automlFields = {
  taskDetails: optionalObject({
    taskType: Type.String(),
    targetColumnName: optionalText,
    primaryMetric: optionalText,
    positiveLabel: optionalText,
    trainingData: data,
    validationData: data,
    testData: data,
    validationDataSize: optionalNumber,
    testDataSize: optionalNumber,
    weightColumnName: optionalText,
    cvSplitColumnNames: optionalNames,
    nCrossValidations: choice,
    featurizationSettings: optionalObject({
      mode: optionalText,
      blockedTransformers: optionalNames,
      columnNameAndTypes: Type.Optional(Nullable(Texts)),
      transformerParams: Type.Optional(
        Nullable(Type.Record(Type.String(), Nullable(Type.Array(ColumnTransformer))))
      )
    }),
    limitSettings: optionalObject({
      maxTrials: optionalInteger,
      maxConcurrentTrials: optionalInteger,
      maxCoresPerTrial: optionalInteger,
      enableEarlyTermination: optionalFlag,
      exitScore: optionalNumber,
      timeout: optionalText,
      trialTimeout: optionalText
    }),
    trainingSettings: optionalObject({
      allowedTrainingAlgorithms: optionalNames,
      blockedTrainingAlgorithms: optionalNames,
      enableStackEnsemble: optionalFlag,
      enableVoteEnsemble: optionalFlag
    }),
    forecastingSettings: optionalObject({
      timeColumnName: optionalText,
      timeSeriesIdColumnNames: optionalNames,
      forecastHorizon: choice,
      frequency: optionalText,
      seasonality: choice,
      targetLags: choice,
      targetRollingWindowSize: choice,
      cvStepSize: optionalInteger,
      featuresUnknownAtForecastTime: optionalNames
    })
  })
};
