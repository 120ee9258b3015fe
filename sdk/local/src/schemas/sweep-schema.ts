import { Type } from 'typebox';
import { distributionFields } from './distribution-schema.js';
import { Nullable, optionalText, Texts } from './field-types.js';

const Count = Type.Optional(Nullable(Type.Integer()));
const Slack = Type.Optional(Nullable(Type.Number()));

/** The fields of a sweep. Required ones are checked when the sweep is planned. */
export const sweepFields = {
  trial: Type.Optional(
    Type.Object({
      command: Type.String({ minLength: 1 }),
      environmentId: Type.String({ minLength: 1 }),
      codeId: optionalText,
      environmentVariables: Type.Optional(Nullable(Texts)),
      ...distributionFields
    })
  ),
  /** The names occur in a command and in the parameters of a run. */
  searchSpace: Type.Optional(
    Type.Record(Type.String({ pattern: '^[\\w-]+$' }), Type.Unknown(), {
      additionalProperties: false
    })
  ),
  samplingAlgorithm: Type.Optional(
    Type.Object({
      samplingAlgorithmType: Type.String(),
      rule: optionalText,
      seed: Count,
      // A string in the contract; Azure's Python client sends a number.
      logbase: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))
    })
  ),
  objective: Type.Optional(
    Type.Object({ primaryMetric: Type.String({ minLength: 1 }), goal: Type.String() })
  ),
  earlyTermination: Type.Optional(
    Nullable(
      Type.Object({
        policyType: Type.String(),
        evaluationInterval: Count,
        delayEvaluation: Count,
        slackFactor: Slack,
        slackAmount: Slack,
        truncationPercentage: Count
      })
    )
  )
};
