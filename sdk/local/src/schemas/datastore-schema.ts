import { Type } from 'typebox';
import { Nullable, optionalText, Texts } from './field-types.js';

const text = Type.String({ minLength: 1 });
const literal = <T extends string>(value: T) => Type.Literal(value);

const secrets = Type.Optional(
  Nullable(Type.Object({ secretsType: Type.String() }, { additionalProperties: true }))
);
const principal = {
  authorityUrl: optionalText,
  resourceUrl: optionalText,
  tenantId: text,
  clientId: text
};

const Credentials = Type.Union([
  Type.Object({ credentialsType: literal('None') }),
  Type.Object({ credentialsType: literal('AccountKey'), secrets }),
  Type.Object({ credentialsType: literal('Sas'), secrets }),
  Type.Object({ credentialsType: literal('ServicePrincipal'), ...principal, secrets }),
  Type.Object({
    credentialsType: literal('Certificate'),
    ...principal,
    thumbprint: text,
    secrets
  })
]);

const shared = {
  description: optionalText,
  tags: Type.Optional(Nullable(Texts)),
  properties: Type.Optional(Nullable(Texts)),
  credentials: Credentials,
  endpoint: optionalText,
  protocol: optionalText,
  serviceDataAccessAuthIdentity: optionalText
};

/** The datastore types of Azure's clients, with their required fields. */
export const DatastoreBody = Type.Object({
  properties: Type.Union([
    Type.Object({
      ...shared,
      datastoreType: literal('AzureBlob'),
      accountName: optionalText,
      containerName: optionalText
    }),
    Type.Object({
      ...shared,
      datastoreType: literal('AzureFile'),
      accountName: text,
      fileShareName: text
    }),
    Type.Object({
      ...shared,
      datastoreType: literal('AzureDataLakeGen2'),
      accountName: text,
      filesystem: text
    }),
    Type.Object({ ...shared, datastoreType: literal('AzureDataLakeGen1'), storeName: text }),
    Type.Object({
      ...shared,
      datastoreType: literal('OneLake'),
      oneLakeWorkspaceName: text,
      artifact: Type.Object({ artifactName: text, artifactType: text })
    })
  ])
});

/** A datastore as its client declared it, secrets included. */
export interface DeclaredDatastore {
  datastoreType: string;
  credentials: { credentialsType: string; secrets?: { secretsType: string } };
  tags?: Record<string, string>;
  [more: string]: unknown;
}
