import { Type, type Static } from 'typebox';
import type { ParameterValue } from 'carry-ml/notebooks';
import { RunId } from './run-schema.js';

/** The path parameter of requests about one job. */
export const JobPath = Type.Object({ name: RunId });

/** What a running Python kernel has, as `kernelEnvironment` of the SDK reads it. */
export const KernelPackages = Type.Object({
  kernel: Type.String({ minLength: 1 }),
  /** Version of Python. */
  python: Type.String(),
  packages: Type.Array(
    Type.Object({
      name: Type.String(),
      version: Type.String(),
      url: Type.Optional(Type.String())
    })
  )
});

/**
 * The body of a submit. Apart from the notebook, each field has the name and the meaning that it has in
 * `ws.jobs.submitNotebook`, to which it is passed on.
 */
export const SubmitRequest = Type.Object({
  /** Path relative to JupyterLab's root. */
  notebook: Type.String({ minLength: 1 }),
  /** Values by the name of the parameter. */
  parameters: Type.Record(Type.String(), Type.Unsafe<ParameterValue>(Type.Any())),
  /** Data assets, `name` or `name:version`, by the parameter that gets the path. */
  data: Type.Optional(Type.Record(Type.String(), Type.String({ minLength: 1 }))),
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
  /** How often a notebook that fails is run again; the SDK checks it. */
  retries: Type.Optional(Type.Integer()),
  environment: Type.Optional(Type.String({ minLength: 1 })),
  /** The job runs with the packages of this kernel, instead of in a named environment. */
  kernelPackages: Type.Optional(KernelPackages),
  environmentVariables: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Names of secrets by the variable that gets the value. */
  secrets: Type.Optional(Type.Record(Type.String(), Type.String()))
});
export type SubmitRequest = Static<typeof SubmitRequest>;

/** The body of submitting a job again: what is different. */
export const RerunRequest = Type.Object({
  /** Values by the name of the parameter. */
  parameters: Type.Optional(Type.Record(Type.String(), Type.Unsafe<ParameterValue>(Type.Any()))),
  compute: Type.Optional(Type.String({ minLength: 1 })),
  experiment: Type.Optional(Type.String({ minLength: 1 })),
  displayName: Type.Optional(Type.String({ minLength: 1 }))
});
export type RerunRequest = Static<typeof RerunRequest>;
