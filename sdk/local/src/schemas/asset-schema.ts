import { Type } from 'typebox';
import { Nullable, optionalText, Texts } from './field-types.js';

/** The fields that containers and versions of every asset type have. */
export const assetFields = {
  description: optionalText,
  tags: Type.Optional(Nullable(Texts)),
  properties: Type.Optional(Nullable(Texts)),
  isArchived: Type.Optional(Nullable(Type.Boolean())),
  isAnonymous: Type.Optional(Nullable(Type.Boolean()))
};

export const ContainerBody = Type.Object({ properties: Type.Object(assetFields) });

export const CodeBody = Type.Object({
  properties: Type.Object({ ...assetFields, codeUri: optionalText })
});

export const DataBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    dataType: Type.Union(['uri_file', 'uri_folder', 'mltable'].map(t => Type.Literal(t))),
    dataUri: Type.String({ minLength: 1 })
  })
});

export const EnvironmentBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    image: optionalText,
    condaFile: optionalText,
    build: Type.Optional(Nullable(Type.Object({ contextUri: Type.String({ minLength: 1 }) }))),
    osType: optionalText
  })
});

export const ModelBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    modelType: optionalText,
    modelUri: Type.String({ minLength: 1 }),
    flavors: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown()))),
    jobName: optionalText,
    stage: optionalText
  })
});
