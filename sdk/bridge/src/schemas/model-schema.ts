import { Type, type Static } from 'typebox';

/** The path parameter of requests about one model. */
export const ModelPath = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) });

/** The body of registering a model version from the artifacts of a run. */
export const RegisterRequest = Type.Object({
  /** Name of the model. */
  name: Type.String({ minLength: 1 }),
  /** Id of the run, which is the name of its job. */
  run: Type.String({ minLength: 1 }),
  /** Path among the run's artifacts: a file or a folder. */
  path: Type.String({ minLength: 1 }),
  description: Type.Optional(Type.String())
});
export type RegisterRequest = Static<typeof RegisterRequest>;
