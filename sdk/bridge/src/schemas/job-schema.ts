import { Type, type Static } from 'typebox';
import type { ParameterValue } from 'carry-ml/notebooks';

/** The path parameter of requests about one job. */
export const JobPath = Type.Object({
  name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$' })
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
  compute: Type.Optional(Type.String({ minLength: 1 })),
  experiment: Type.Optional(Type.String({ minLength: 1 }))
});
export type SubmitRequest = Static<typeof SubmitRequest>;

/** The body of opening a file of a job; without a path the executed notebook is opened. */
export const OpenRequest = Type.Object({
  /** Path among the artifacts of the job's run. */
  path: Type.Optional(Type.String({ minLength: 1 }))
});
export type OpenRequest = Static<typeof OpenRequest>;
