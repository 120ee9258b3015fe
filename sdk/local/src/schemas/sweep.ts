import { Type } from 'typebox';
import { Nullable, Texts } from './asset.js';

const Count = Type.Optional(Nullable(Type.Integer()));
const Slack = Type.Optional(Nullable(Type.Number()));
const Text = Type.Optional(Nullable(Type.String()));

/** What only a sweep has; which of it must be there is told when the sweep is planned. */
export const sweepFields = {
  trial: Type.Optional(
    Type.Object({
      command: Type.String({ minLength: 1 }),
      environmentId: Type.String({ minLength: 1 }),
      codeId: Text,
      environmentVariables: Type.Optional(Nullable(Texts))
    })
  ),
  /** A name stands in a command and in a run's parameters. */
  searchSpace: Type.Optional(
    Type.Record(Type.String({ pattern: '^[\\w-]+$' }), Type.Unknown(), {
      additionalProperties: false
    })
  ),
  samplingAlgorithm: Type.Optional(
    Type.Object({
      samplingAlgorithmType: Type.String(),
      rule: Text,
      seed: Count,
      // The contract has a text; Azure's Python client sends the number that it was given.
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
