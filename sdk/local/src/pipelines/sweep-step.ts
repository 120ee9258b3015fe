import type { EarlyTermination, SweepJob } from 'carry-ml/arm';
import { child, text, type Fields } from './step.js';

/** The fields of a sweep job, except its trial. */
type SweepSettings = Pick<
  SweepJob,
  'searchSpace' | 'samplingAlgorithm' | 'objective' | 'limits' | 'earlyTermination'
>;

/**
 * Reads the fields of a sweep step. Azure's clients write them as in their YAML, in snake case and with named parameters of
 * distributions; they are converted to the form that the contract has for sweep jobs.
 */
export function readSweepStep(fields: Fields): SweepSettings {
  const sampling = fields.sampling_algorithm ?? fields.samplingAlgorithm;
  const algorithm =
    typeof sampling === 'string'
      ? { type: sampling }
      : child(fields, 'sampling_algorithm', 'samplingAlgorithm');
  const objective = child(fields, 'objective');
  const policy = child(fields, 'early_termination', 'earlyTermination');
  return {
    searchSpace: Object.fromEntries(
      Object.entries(child(fields, 'search_space', 'searchSpace')).map(([name, given]) => [
        name,
        distribution(given)
      ])
    ),
    samplingAlgorithm: {
      samplingAlgorithmType: name(algorithm, 'type', 'samplingAlgorithmType'),
      seed: number(algorithm, 'seed'),
      rule: text(algorithm, 'rule'),
      logbase: text(algorithm, 'logbase')
    } as SweepJob['samplingAlgorithm'],
    objective: {
      primaryMetric: text(objective, 'primary_metric', 'primaryMetric') ?? '',
      goal: name(objective, 'goal') as SweepJob['objective']['goal']
    },
    limits: limitsOf(child(fields, 'limits')),
    earlyTermination: Object.keys(policy).length > 0 ? policyOf(policy) : undefined
  };
}

function limitsOf(limits: Fields): SweepJob['limits'] {
  return {
    jobLimitsType: 'Sweep',
    maxTotalTrials: number(limits, 'max_total_trials', 'maxTotalTrials'),
    maxConcurrentTrials: number(limits, 'max_concurrent_trials', 'maxConcurrentTrials'),
    timeout: duration(limits, 'timeout'),
    trialTimeout: duration(limits, 'trial_timeout', 'trialTimeout')
  };
}

function policyOf(policy: Fields): EarlyTermination {
  return {
    policyType: name(policy, 'policy_type', 'policyType', 'type') as EarlyTermination['policyType'],
    evaluationInterval: number(policy, 'evaluation_interval', 'evaluationInterval'),
    delayEvaluation: number(policy, 'delay_evaluation', 'delayEvaluation'),
    slackFactor: number(policy, 'slack_factor', 'slackFactor'),
    slackAmount: number(policy, 'slack_amount', 'slackAmount'),
    truncationPercentage: number(policy, 'truncation_percentage', 'truncationPercentage')
  };
}

/** The parameters of all distributions in the contract's order; each distribution has some of them. */
const order = ['min_value', 'max_value', 'mu', 'sigma', 'upper', 'q'];

function distribution(given: unknown): unknown {
  if (!isFields(given) || typeof given.type !== 'string') return given;
  const { type, values } = given;
  if (type !== 'choice')
    return [type, order.filter(key => given[key] !== undefined).map(key => given[key])];
  const options = (Array.isArray(values) ? values : []).map((option: unknown) =>
    isFields(option)
      ? Object.fromEntries(Object.entries(option).map(([key, value]) => [key, distribution(value)]))
      : option
  );
  return [type, [options]];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name of the contract; in YAML it is in snake case. */
function name(fields: Fields, ...keys: string[]): string {
  return (text(fields, ...keys) ?? '').replaceAll('_', '');
}

function number(fields: Fields, ...keys: string[]): number | undefined {
  const given = text(fields, ...keys);
  return given === undefined ? undefined : Number(given);
}

/** Seconds, or an ISO 8601 duration. */
function duration(fields: Fields, ...keys: string[]): string | undefined {
  const given = text(fields, ...keys);
  return given !== undefined && /^\d+$/.test(given) ? `PT${given}S` : given;
}
