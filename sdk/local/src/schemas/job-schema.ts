import { Type } from 'typebox';
import { automlFields } from './automl-schema.js';
import { Nullable, optionalText, Texts } from './field-types.js';
import { distributionFields } from './distribution-schema.js';
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

/** The types of values, which a component may have as outputs too: the step writes the value to a file. */
const valueTypes = ['string', 'number', 'integer', 'boolean'];

/** True for the type of a value. */
export function isValueType(type: string): boolean {
  return valueTypes.includes(type.toLowerCase());
}

/** True for a type that an output of a job can have. */
export function isDataType(type: string): type is (typeof dataTypes)[number] {
  return dataTypes.some(known => known === type);
}

const Input = Type.Object({
  jobInputType: literal(['literal', ...dataTypes]),
  value: optionalText,
  uri: optionalText,
  mode: optionalText
});

const Output = Type.Object({
  jobOutputType: literal(dataTypes),
  uri: optionalText,
  mode: optionalText,
  assetName: optionalText,
  assetVersion: optionalText
});

/** Azure's rule: letters, digits, `-` and `_`, at most 255 characters. Names become folders, variables and log lines. */
const name = '^[a-zA-Z0-9][\\w-]{0,254}$';

export const JobParams = Type.Object({ name: Type.String({ pattern: name }) });

export const JobBody = Type.Object({
  properties: Type.Object({
    jobType: Type.String(),
    command: Type.Optional(Type.String({ minLength: 1 })),
    codeId: optionalText,
    environmentId: Type.Optional(Type.String({ minLength: 1 })),
    computeId: optionalText,
    displayName: optionalText,
    description: optionalText,
    experimentName: optionalText,
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
          timeout: optionalText,
          trialTimeout: optionalText,
          maxTotalTrials: Type.Optional(Nullable(Type.Integer())),
          maxConcurrentTrials: Type.Optional(Nullable(Type.Integer()))
        })
      )
    ),
    ...distributionFields,
    ...sweepFields,
    ...automlFields,
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
