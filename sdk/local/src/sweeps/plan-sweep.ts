import type { CommandJob, EarlyTermination, SweepJob } from 'carry-ml/arm';
import { checkCommand, checkDuration, type CommandSources } from '../jobs/command-check.js';
import type { Naming } from '../jobs/plan-job.js';
import type { StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';
import { baseOf } from './sampler.js';
import { readSearchSpace } from './search-space.js';
import { unknownHyperparameters } from './trial.js';

/** The maximum number of trials of a sweep, as on Azure. */
export const MAX_TRIALS = 1000;

const goals = ['Minimize', 'Maximize'] as const;
const algorithms = ['Grid', 'Random', 'Bayesian'] as const;
const rules = ['Random', 'Sobol'] as const;
const policies = ['Bandit', 'MedianStopping', 'TruncationSelection'] as const;

/** Properties that the workspace adds to a sweep. A job that is submitted again still has those of the earlier sweep; they are removed. */
const reported: ReadonlySet<string> = new Set(['best_child_run_id', 'score', 'best_metric_status']);

/** The job of a sweep; throws when its trials could not be drawn or could not run. */
export function planSweep(naming: Naming, given: SweepJob, sources: CommandSources): StoredJob {
  for (const part of ['trial', 'searchSpace', 'samplingAlgorithm', 'objective'] as const)
    if (!(given as Partial<SweepJob>)[part]) throw fail('SweepIncomplete', { part });
  const sweep = normalized(given);
  const space = readSearchSpace(sweep);
  checkLimits(sweep);
  const unknown = unknownHyperparameters(sweep.trial.command, space)[0];
  if (unknown !== undefined)
    throw fail('HyperparameterUnknown', { name: unknown, names: [...space.keys()] });
  const trial = checkCommand(naming, anyTrial(sweep), sources);
  const { environmentId } = trial.properties as CommandJob;
  return {
    ...trial,
    properties: { ...sweep, trial: { ...sweep.trial, environmentId }, isArchived: false },
    status: 'Running',
    compute: ''
  };
}

/** The command job of any of the sweep's trials, before its hyperparameters are filled in. */
export function anyTrial(sweep: SweepJob): CommandJob {
  const { trial, inputs, computeId, experimentName, limits } = sweep;
  return {
    jobType: 'Command',
    ...trial,
    inputs,
    computeId,
    experimentName,
    ...(limits?.trialTimeout
      ? { limits: { jobLimitsType: 'Command', timeout: limits.trialTimeout } }
      : {})
  };
}

/** Normalises the contract's names, which clients write in any case. */
function normalized(sweep: SweepJob): SweepJob {
  const { samplingAlgorithm: sampling, objective, earlyTermination: policy } = sweep;
  if (!objective.primaryMetric) throw fail('PrimaryMetricMissing');
  return {
    ...sweep,
    properties: Object.fromEntries(
      Object.entries(sweep.properties ?? {}).filter(([key]) => !reported.has(key))
    ),
    objective: { ...objective, goal: oneOf('objective.goal', goals, objective.goal) },
    samplingAlgorithm: {
      ...sampling,
      samplingAlgorithmType: oneOf(
        'samplingAlgorithm.samplingAlgorithmType',
        algorithms,
        sampling.samplingAlgorithmType
      ),
      ...(sampling.rule ? { rule: oneOf('samplingAlgorithm.rule', rules, sampling.rule) } : {}),
      ...(sampling.logbase == null ? {} : { logbase: String(sampling.logbase) })
    },
    earlyTermination: policy && checkedPolicy(policy)
  };
}

function checkedPolicy(policy: EarlyTermination): EarlyTermination {
  const percentage = policy.truncationPercentage ?? 0;
  if (percentage < 0 || percentage > 99) throw fail('TruncationPercentageInvalid', { percentage });
  for (const field of [
    'evaluationInterval',
    'delayEvaluation',
    'slackFactor',
    'slackAmount'
  ] as const)
    if ((policy[field] ?? 0) < 0) throw fail('PolicyNumberNegative', { field });
  return {
    ...policy,
    policyType: oneOf('earlyTermination.policyType', policies, policy.policyType)
  };
}

function checkLimits({ limits, samplingAlgorithm }: SweepJob): void {
  for (const field of ['maxTotalTrials', 'maxConcurrentTrials'] as const) {
    const value = limits?.[field];
    if (value != null && (!Number.isInteger(value) || value < 1 || value > MAX_TRIALS))
      throw fail('SweepLimitInvalid', { field, value, max: MAX_TRIALS });
  }
  checkDuration('limits.timeout', limits?.timeout);
  checkDuration('limits.trialTimeout', limits?.trialTimeout);
  const base = baseOf(samplingAlgorithm.logbase);
  if (!(base > 0) || base === 1)
    throw fail('LogBaseInvalid', { logbase: String(samplingAlgorithm.logbase ?? '') });
}

function oneOf<T extends string>(field: string, names: readonly T[], given: string): T {
  const found = names.find(name => name.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  throw fail('SweepFieldInvalid', { field, given, names });
}
