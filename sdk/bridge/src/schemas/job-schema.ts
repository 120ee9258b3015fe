import { Type, type Static } from 'typebox';
import type { ParameterValue } from 'carry-ml/notebooks';
import { RunId } from './run-schema.js';

/** The path parameter of requests about one job. */
export const JobPath = Type.Object({ name: RunId });

/**
 * The body of a submit. Apart from the notebook, each field has the name and the meaning that it has in
 * `ws.jobs.submitNotebook`, to which it is passed on.
 */
export const SubmitRequest = Type.Object({
  /** Path relative to JupyterLab's root. */
  notebook: Type.String({ minLength: 1 }),
  /** Values by the name of the parameter. */
  parameters: Type.Record(Type.String(), Type.Unsafe<ParameterValue>(Type.Any())),
  /** Several values for some parameters, which make the job a sweep. */
  sweep: Type.Optional(
    Type.Object({
      /** Values by the name of the parameter. */
      values: Type.Record(Type.String(), Type.Array(Type.Unsafe<ParameterValue>(Type.Any()))),
      metric: Type.Optional(Type.String({ minLength: 1 })),
      goal: Type.Optional(Type.Union([Type.Literal('Minimize'), Type.Literal('Maximize')])),
      maxConcurrentTrials: Type.Optional(Type.Integer({ minimum: 1 }))
    })
  ),
  compute: Type.Optional(Type.String({ minLength: 1 })),
  experiment: Type.Optional(Type.String({ minLength: 1 })),
  displayName: Type.Optional(Type.String({ minLength: 1 })),
  description: Type.Optional(Type.String({ minLength: 1 })),
  tags: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Seconds. */
  timeout: Type.Optional(Type.Integer({ minimum: 1 })),
  environment: Type.Optional(Type.String({ minLength: 1 })),
  environmentVariables: Type.Optional(Type.Record(Type.String(), Type.String()))
});
export type SubmitRequest = Static<typeof SubmitRequest>;
