import { Type, type TSchema } from 'typebox';

/** Azure's clients send null where they mean "not given". The keyword, unlike a union, keeps messages short. */
export const Nullable = <T extends TSchema>(type: T): T => ({ ...type, nullable: true });

/** One of several words. A pattern, unlike a union, can be nullable, and its error message lists the words. */
export const OneOf = (...words: string[]) => Type.String({ pattern: `^(${words.join('|')})$` });

/** A map of strings. Clients also send numbers and booleans, which Azure converts to strings. */
export const Texts = Type.Record(
  Type.String(),
  Type.Unsafe<string>({ type: ['string', 'number', 'boolean', 'null'] })
);

/** The fields that containers and versions of every asset type have. */
export const shared = {
  description: Type.Optional(Nullable(Type.String())),
  tags: Type.Optional(Nullable(Texts)),
  properties: Type.Optional(Nullable(Texts)),
  isArchived: Type.Optional(Nullable(Type.Boolean())),
  isAnonymous: Type.Optional(Nullable(Type.Boolean()))
};

export const ContainerBody = Type.Object({ properties: Type.Object(shared) });

export const CodeBody = Type.Object({
  properties: Type.Object({ ...shared, codeUri: Type.Optional(Nullable(Type.String())) })
});

export const DataBody = Type.Object({
  properties: Type.Object({
    ...shared,
    dataType: Type.Union(['uri_file', 'uri_folder', 'mltable'].map(t => Type.Literal(t))),
    dataUri: Type.String({ minLength: 1 })
  })
});

export const EnvironmentBody = Type.Object({
  properties: Type.Object({
    ...shared,
    image: Type.Optional(Nullable(Type.String())),
    condaFile: Type.Optional(Nullable(Type.String())),
    build: Type.Optional(Nullable(Type.Object({ contextUri: Type.String({ minLength: 1 }) }))),
    osType: Type.Optional(Nullable(Type.String()))
  })
});

export const ModelBody = Type.Object({
  properties: Type.Object({
    ...shared,
    modelType: Type.Optional(Nullable(Type.String())),
    modelUri: Type.String({ minLength: 1 }),
    flavors: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown()))),
    jobName: Type.Optional(Nullable(Type.String())),
    stage: Type.Optional(Nullable(Type.String()))
  })
});
