import type { Value } from '../sweeps/distribution.js';
import type { Values } from '../sweeps/search-space.js';
import type { Task } from './metrics.js';

/** An algorithm that trials fit, by Azure's name. */
export interface Algorithm {
  name: string;
  tasks: readonly Task[];
  /** The hyperparameters of the first trial: what scikit-learn and LightGBM set, where a value is not given. */
  start: Values;
  /** The distributions from which later trials draw, in the form of a sweep. Empty if there is nothing to vary. */
  space: Record<string, unknown>;
}

const choice = (...values: Value[]) => ['choice', [values]];
const uniform = (min: number, max: number) => ['uniform', [min, max]];

const all: readonly Task[] = ['Classification', 'Regression', 'Forecasting'];
const numeric: readonly Task[] = ['Regression', 'Forecasting'];
const classes: readonly Task[] = ['Classification'];
const series: readonly Task[] = ['Forecasting'];

/** How numbers are scaled, by the names that Azure's runs have for it. Models of trees need none. */
const scaler = choice('StandardScalerWrapper', 'MaxAbsScaler', 'RobustScaler');
const scaled = { scaler: 'StandardScalerWrapper' };
const trees = {
  n_estimators: choice(50, 100, 200),
  max_features: uniform(0.2, 1),
  min_samples_leaf: choice(1, 2, 5, 10, 20)
};
const positive = { scaler: 'MinMaxScaler' };

/**
 * The algorithms of the search, in the order of their first trials: those that do well on most tables come first. The names of
 * hyperparameters are those of scikit-learn's and LightGBM's estimators, and `scaler`.
 */
export const algorithms: readonly Algorithm[] = [
  {
    name: 'LightGBM',
    tasks: all,
    start: { n_estimators: 100, num_leaves: 31, learning_rate: 0.1 },
    space: {
      n_estimators: choice(50, 100, 200, 400),
      num_leaves: choice(7, 15, 31, 63),
      learning_rate: uniform(0.02, 0.2),
      min_child_samples: choice(5, 10, 20, 50),
      colsample_bytree: uniform(0.5, 1),
      reg_lambda: choice(0, 0.1, 1, 10)
    }
  },
  {
    name: 'LogisticRegression',
    tasks: classes,
    start: { ...scaled, C: 1 },
    space: {
      scaler,
      C: choice(0.001, 0.01, 0.1, 0.5, 1, 5, 20, 100),
      class_weight: choice('none', 'balanced')
    }
  },
  {
    name: 'ElasticNet',
    tasks: numeric,
    start: { ...scaled, alpha: 0.01, l1_ratio: 0.5 },
    space: { scaler, alpha: choice(0.0001, 0.001, 0.01, 0.1, 1), l1_ratio: uniform(0.05, 1) }
  },
  { name: 'SeasonalNaive', tasks: series, start: {}, space: {} },
  { name: 'Naive', tasks: series, start: {}, space: {} },
  { name: 'SeasonalAverage', tasks: series, start: {}, space: {} },
  { name: 'Average', tasks: series, start: {}, space: {} },
  { name: 'RandomForest', tasks: all, start: { n_estimators: 100 }, space: trees },
  { name: 'ExtremeRandomTrees', tasks: all, start: { n_estimators: 100 }, space: trees },
  {
    name: 'GradientBoosting',
    tasks: all,
    start: { learning_rate: 0.1, max_iter: 100 },
    space: {
      learning_rate: uniform(0.02, 0.3),
      max_iter: choice(50, 100, 200),
      max_leaf_nodes: choice(7, 15, 31, 63),
      l2_regularization: choice(0, 0.1, 1, 10)
    }
  },
  {
    name: 'LassoLars',
    tasks: numeric,
    start: { ...scaled, alpha: 0.001 },
    space: { scaler, alpha: choice(0.00001, 0.0001, 0.001, 0.01, 0.1, 1) }
  },
  {
    name: 'SGD',
    tasks: all,
    start: { ...scaled, alpha: 0.0001 },
    space: {
      scaler,
      alpha: choice(0.00001, 0.0001, 0.001, 0.01),
      penalty: choice('l2', 'l1', 'elasticnet')
    }
  },
  {
    name: 'LinearSVM',
    tasks: classes,
    start: { ...scaled, C: 1 },
    space: { scaler, C: choice(0.001, 0.01, 0.1, 1, 10) }
  },
  {
    name: 'KNN',
    tasks: all,
    start: { ...scaled, n_neighbors: 10 },
    space: {
      scaler,
      n_neighbors: choice(3, 5, 10, 20, 40),
      weights: choice('uniform', 'distance')
    }
  },
  {
    name: 'DecisionTree',
    tasks: all,
    start: { min_samples_leaf: 10 },
    space: {
      max_depth: choice(3, 5, 8, 12, 20),
      min_samples_leaf: choice(1, 2, 5, 10, 20, 50)
    }
  },
  {
    name: 'BernoulliNaiveBayes',
    tasks: classes,
    start: { ...scaled, alpha: 1 },
    space: { alpha: choice(0.01, 0.1, 0.5, 1, 5) }
  },
  {
    name: 'MultinomialNaiveBayes',
    tasks: classes,
    start: { ...positive, alpha: 1 },
    space: { alpha: choice(0.01, 0.1, 0.5, 1, 5) }
  },
  {
    name: 'SVM',
    tasks: classes,
    start: { ...scaled, C: 1 },
    space: { scaler, C: choice(0.1, 1, 10), gamma: choice('scale', 'auto') }
  }
];

/** The algorithms of Azure's contract that this machine does not fit, because they need packages that its environment does not have. */
const missing: readonly { name: string; tasks: readonly Task[] }[] = [
  { name: 'XGBoostClassifier', tasks: classes },
  { name: 'XGBoostRegressor', tasks: numeric },
  { name: 'AutoArima', tasks: series },
  { name: 'Prophet', tasks: series },
  { name: 'ExponentialSmoothing', tasks: series },
  { name: 'Arimax', tasks: series },
  { name: 'TCNForecaster', tasks: series }
];

/** The algorithms that a task can try here, in the order of their first trials. */
export function algorithmsOf(task: Task): readonly Algorithm[] {
  return algorithms.filter(({ tasks }) => tasks.includes(task));
}

/** All algorithms of a task in Azure's contract. */
export function knownAlgorithms(task: Task): string[] {
  return [...algorithms, ...missing]
    .filter(({ tasks }) => tasks.includes(task))
    .map(({ name }) => name);
}
