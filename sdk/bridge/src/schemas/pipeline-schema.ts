import { Type, type Static } from 'typebox';
import type { ParameterValue } from 'carry-ml/notebooks';

/** A step of a pipeline; each field has the name and the meaning that it has in `ws.jobs.submitPipeline`. */
const PipelineStepRequest = Type.Object({
  /** Path relative to JupyterLab's root. */
  path: Type.String({ minLength: 1 }),
  parameters: Type.Record(Type.String(), Type.Unsafe<ParameterValue>(Type.Any())),
  inputs: Type.Record(Type.String(), Type.String()),
  outputs: Type.Array(Type.String())
});

/** The body of the submit of a pipeline. */
export const PipelineRequest = Type.Object({
  /** Steps by name. */
  steps: Type.Record(Type.String(), PipelineStepRequest),
  displayName: Type.Optional(Type.String({ minLength: 1 })),
  experiment: Type.Optional(Type.String({ minLength: 1 })),
  compute: Type.Optional(Type.String({ minLength: 1 })),
  reuse: Type.Optional(Type.Boolean())
});
export type PipelineRequest = Static<typeof PipelineRequest>;
