import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why a sweep is refused. */
export const sweepErrors = {
  SweepIncomplete: {
    code: 'ValidationError',
    status: 400,
    message: (p: { part: string }) =>
      `A sweep job has no '${p.part}'. It needs a trial (the command), a searchSpace, a samplingAlgorithm and an objective.`
  },
  SweepFieldInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; given: string; names: readonly string[] }) =>
      `${p.field} is '${p.given}'; it must be one of: ${p.names.join(', ')}.`
  },
  SweepLimitInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; value: number; max: number }) =>
      `limits.${p.field} is ${p.value}; it must be a whole number, 1 to ${p.max}.`
  },
  PrimaryMetricMissing: {
    code: 'ValidationError',
    status: 400,
    message: () =>
      'objective.primaryMetric is empty. Name a metric that the trials log, such as accuracy.'
  },
  HyperparameterUnknown: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; names: string[] }) =>
      `The command uses '\${{search_space.${p.name}}}', which is not a hyperparameter of this sweep. Its hyperparameters are: ${p.names.join(', ')}.`
  },
  TruncationPercentageInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { percentage: number }) =>
      `earlyTermination.truncationPercentage is ${p.percentage}; it must be 1 to 99.`
  },
  PolicyNumberNegative: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string }) =>
      `earlyTermination.${p.field} is below zero. Give zero or a positive number.`
  },
  LogBaseInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { logbase: string }) =>
      `samplingAlgorithm.logbase is '${p.logbase}'; it must be a positive number other than 1, or e.`
  },
  SearchSpaceEmpty: {
    code: 'ValidationError',
    status: 400,
    message: () => 'searchSpace is empty. Name a hyperparameter to vary.'
  },
  GridNeedsChoices: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; kind: string }) =>
      `Grid sampling accepts choices only, and '${p.name}' is a ${p.kind}. Give a choice of values, or sample by Random.`
  },
  BayesianUnsupported: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; kind: string }) =>
      `Bayesian sampling supports choice, uniform and quniform only, and '${p.name}' is ${p.kind === 'choice' ? 'a choice with others inside' : p.kind}. Choose another distribution, or sample by Random.`
  },
  SobolDimensionsExceeded: {
    code: 'ValidationError',
    status: 400,
    message: (p: { max: number; dimensions: number }) =>
      `The local workspace has a Sobol sequence of ${p.max} dimensions; this search space has ${p.dimensions}. Use the rule Random.`
  },
  DistributionUnknown: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; given: unknown; kinds: string[] }) =>
      `The hyperparameter '${p.name}' has the distribution ${JSON.stringify(p.given)}. It must be one of: ${p.kinds.join(', ')}, as in ["uniform", [0, 1]].`
  },
  DistributionNumbersInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; kind: string; numbers: readonly string[] }) =>
      `The hyperparameter '${p.name}' must give ${p.kind} the numbers ${p.numbers.join(', ')}.`
  },
  DistributionRangeInfinite: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; kind: string }) =>
      `The hyperparameter '${p.name}' must give ${p.kind} a narrower range.`
  },
  DistributionRangeReversed: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; kind: string }) =>
      `The hyperparameter '${p.name}' must give ${p.kind} a min that is not above its max.`
  },
  DistributionNotPositive: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; kind: string }) =>
      `The hyperparameter '${p.name}' must give ${p.kind} a sigma, q or upper that is above zero.`
  },
  ChoiceEmpty: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string }) =>
      `The hyperparameter '${p.name}' must give choice the values, as in ["choice", [[16, 32]]].`
  },
  ChoiceTooDeep: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; max: number }) =>
      `The hyperparameter '${p.name}' is nested in other choices more than ${p.max} levels deep.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('SearchSpaceEmpty')`. */
export const fail = defineErrors({ ...localErrors, ...sweepErrors });
