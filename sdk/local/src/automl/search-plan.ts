import type { AutoMLTask } from 'carry-ml/arm';
import type { PrimaryMetric } from './metrics.js';
import type { SearchPlan } from './search.js';
import { allowedAlgorithms } from './task.js';

/** What the search of a checked task may draw from. */
export function searchPlan(task: AutoMLTask, metric: PrimaryMetric): SearchPlan {
  const { limitSettings, trainingSettings, taskType } = task;
  const maxTrials = limitSettings?.maxTrials ?? 1;
  const algorithms = allowedAlgorithms(task);
  const ensembles = [
    ...(trainingSettings?.enableVoteEnsemble === false ? [] : ['VotingEnsemble']),
    ...(trainingSettings?.enableStackEnsemble === false ? [] : ['StackEnsemble'])
  ];
  // Forecasts are not combined, and a short search is better spent on other algorithms.
  const combines = taskType !== 'Forecasting' && maxTrials >= MIN_TRIALS_TO_COMBINE;
  return {
    algorithms,
    ensembles: combines ? ensembles : [],
    metric,
    maxTrials,
    endsEarly: limitSettings?.enableEarlyTermination !== false
  };
}

/** Number of trials from which a search ends with ensembles. */
const MIN_TRIALS_TO_COMBINE = 5;
