import { Type, type Static } from 'typebox';

/** The path parameter of requests about one model. */
export const ModelPath = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) });

/** The path parameters of requests about one version of a model. */
export const VersionPath = Type.Object({
  name: ModelPath.properties.name,
  version: Type.String({ minLength: 1, maxLength: 255 })
});

/** The body of changing a version; what it does not name stays. */
export const VersionChange = Type.Object({
  description: Type.Optional(Type.String({ maxLength: 100_000 })),
  tags: Type.Optional(Type.Record(Type.String({ minLength: 1 }), Type.String())),
  isArchived: Type.Optional(Type.Boolean())
});
export type VersionChange = Static<typeof VersionChange>;

/** The body of making an alias refer to a version. */
export const AliasRequest = Type.Object({
  alias: Type.String({ minLength: 1, maxLength: 255 }),
  version: Type.String({ minLength: 1 })
});
export type AliasRequest = Static<typeof AliasRequest>;

/** The body of removing an alias. */
export const AliasRemoval = Type.Pick(AliasRequest, ['alias']);

/** The body of deleting a model with all its versions: its name again, so that no slip deletes one. */
export const ModelDeletion = Type.Object({ name: Type.String() });

/** The body of a prediction. */
export const PredictionRequest = Type.Object({
  /** Chosen by the page, which can end the prediction by it. */
  id: Type.String({ minLength: 1, maxLength: 100 }),
  /** The values by the names of the inputs; that of a sum is named `sum`. */
  values: Type.Record(Type.String(), Type.Unknown())
});
export type PredictionRequest = Static<typeof PredictionRequest>;

/** The body of ending a prediction. */
export const PredictionEnd = Type.Pick(PredictionRequest, ['id']);

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
