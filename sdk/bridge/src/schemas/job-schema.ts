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
  compute: Type.Optional(Type.String({ minLength: 1 })),
  experiment: Type.Optional(Type.String({ minLength: 1 }))
});
export type SubmitRequest = Static<typeof SubmitRequest>;
