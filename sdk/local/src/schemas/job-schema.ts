import { Type } from 'typebox';
import { Nullable, Texts } from './asset-schema.js';
import { sweepFields } from './sweep-schema.js';

const literal = <T extends string>(values: readonly T[]) =>
  Type.Union(values.map(v => Type.Literal(v)));
const dataTypes = [
  'uri_file',
  'uri_folder',
  'mltable',
  'custom_model',
  'mlflow_model',
  'triton_model'
] as const;

/** True for a type that an output of a job can have. */
export function isDataType(type: string): type is (typeof dataTypes)[number] {
  return dataTypes.some(known => known === type);
}

const Input = Type.Object({
  jobInputType: literal(['literal', ...dataTypes]),
  value: Type.Optional(Nullable(Type.String())),
  uri: Type.Optional(Nullable(Type.String())),
  mode: Type.Optional(Nullable(Type.String()))
});

const Output = Type.Object({
  jobOutputType: literal(dataTypes),
  uri: Type.Optional(Nullable(Type.String())),
  mode: Type.Optional(Nullable(Type.String())),
  assetName: Type.Optional(Nullable(Type.String())),
  assetVersion: Type.Optional(Nullable(Type.String()))
});

/** Azure's rule: letters, digits, `-` and `_`, at most 255 characters. Names become folders, variables and log lines. */
const name = '^[a-zA-Z0-9][\\w-]{0,254}$';

export const JobParams = Type.Object({ name: Type.String({ pattern: name }) });

export const JobBody = Type.Object({
  properties: Type.Object({
    jobType: Type.String(),
    command: Type.Optional(Type.String({ minLength: 1 })),
    codeId: Type.Optional(Nullable(Type.String())),
    environmentId: Type.Optional(Type.String({ minLength: 1 })),
    computeId: Type.Optional(Nullable(Type.String())),
    displayName: Type.Optional(Nullable(Type.String())),
    description: Type.Optional(Nullable(Type.String())),
    experimentName: Type.Optional(Nullable(Type.String())),
    environmentVariables: Type.Optional(Nullable(Texts)),
    inputs: Type.Optional(
      Nullable(Type.Record(Type.String({ pattern: '^\\w[\\w-]{0,254}$' }), Nullable(Input)))
    ),
    outputs: Type.Optional(
      Nullable(Type.Record(Type.String({ pattern: '^\\w[\\w-]{0,254}$' }), Nullable(Output)))
    ),
    limits: Type.Optional(
      Nullable(
        Type.Object({
          timeout: Type.Optional(Nullable(Type.String())),
          trialTimeout: Type.Optional(Nullable(Type.String())),
          maxTotalTrials: Type.Optional(Nullable(Type.Integer())),
          maxConcurrentTrials: Type.Optional(Nullable(Type.Integer()))
        })
      )
    ),
    ...sweepFields,
    /** Steps and settings of a pipeline; the contract does not define the form of either. */
    jobs: Type.Optional(
      Nullable(
        Type.Record(
          Type.String({ pattern: name }),
          Type.Object({
            environment_variables: Type.Optional(Nullable(Texts)),
            tags: Type.Optional(Nullable(Texts))
          })
        )
      )
    ),
    settings: Type.Optional(Nullable(Type.Object({}))),
    tags: Type.Optional(Nullable(Texts)),
    properties: Type.Optional(Nullable(Texts)),
    isArchived: Type.Optional(Nullable(Type.Boolean()))
  })
});

/** The properties of an existing job that the contract lets a PATCH change. */
export const JobPatch = Type.Object({
  properties: Type.Object({ notificationSetting: Type.Optional(Nullable(Type.Object({}))) })
});
