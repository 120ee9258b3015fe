/** The tasks of AutoML that run on this machine. */
export type Task = 'Classification' | 'Regression' | 'Forecasting';

/** A primary metric: its name in the contract, the name under which trials log it, and which values are better. */
export interface PrimaryMetric {
  name: string;
  logged: string;
  goal: 'Minimize' | 'Maximize';
}

const metric = (name: string, logged: string, goal: PrimaryMetric['goal'] = 'Maximize') => ({
  name,
  logged,
  goal
});

const ofNumbers: readonly PrimaryMetric[] = [
  metric('NormalizedRootMeanSquaredError', 'normalized_root_mean_squared_error', 'Minimize'),
  metric('SpearmanCorrelation', 'spearman_correlation'),
  metric('R2Score', 'r2_score'),
  metric('NormalizedMeanAbsoluteError', 'normalized_mean_absolute_error', 'Minimize')
];

/** The primary metrics of each task in Azure's contract; the first one is its default. */
export const primaryMetrics: Record<Task, readonly PrimaryMetric[]> = {
  Classification: [
    metric('AUCWeighted', 'AUC_weighted'),
    metric('Accuracy', 'accuracy'),
    metric('NormMacroRecall', 'norm_macro_recall'),
    metric('AveragePrecisionScoreWeighted', 'average_precision_score_weighted'),
    metric('PrecisionScoreWeighted', 'precision_score_weighted')
  ],
  Regression: ofNumbers,
  Forecasting: ofNumbers
};

/** The primary metric of a task that was checked. */
export function primaryMetric(
  task: string,
  name: string | null | undefined
): PrimaryMetric | undefined {
  return primaryMetrics[task as Task].find(each => each.name === name);
}

/** Whether a score is better than another; any score is better than none. */
export function isBetter(
  { goal }: Pick<PrimaryMetric, 'goal'>,
  score: number,
  than: number | undefined
): boolean {
  return than === undefined || (goal === 'Maximize' ? score > than : score < than);
}
