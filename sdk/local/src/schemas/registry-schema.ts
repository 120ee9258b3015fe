import { Type, type Static } from 'typebox';
import { Nullable, optionalText } from './field-types.js';
import { Tags } from './tracked-resource-schema.js';

const fields = Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown())));

/** The rule of the contract for names of registries. */
export const RegistryParams = Type.Object({
  registryName: Type.String({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9\\-_]{2,32}$' })
});

const Identity = Type.Object({
  type: Type.Union([
    Type.Literal('None'),
    Type.Literal('SystemAssigned'),
    Type.Literal('UserAssigned'),
    Type.Literal('SystemAssigned,UserAssigned')
  ]),
  userAssignedIdentities: fields
});

const Region = Type.Object({
  location: optionalText,
  storageAccountDetails: Type.Optional(
    Nullable(
      Type.Array(
        Type.Object({ systemCreatedStorageAccount: fields, userCreatedStorageAccount: fields })
      )
    )
  ),
  acrDetails: Type.Optional(
    Nullable(
      Type.Array(Type.Object({ systemCreatedAcrAccount: fields, userCreatedAcrAccount: fields }))
    )
  )
});

const Properties = Type.Object({
  regionDetails: Type.Optional(Nullable(Type.Array(Region))),
  intellectualPropertyPublisher: optionalText,
  publicNetworkAccess: optionalText,
  privateEndpointConnections: Type.Optional(
    Nullable(Type.Array(Type.Record(Type.String(), Type.Unknown())))
  )
});

const changeable = {
  tags: Type.Optional(Nullable(Tags)),
  identity: Type.Optional(Nullable(Identity)),
  sku: fields
};

export const RegistryBody = Type.Object({
  ...changeable,
  location: Type.String({ minLength: 1 }),
  kind: optionalText,
  properties: Properties
});

export const RegistryUpdate = Type.Object(changeable);

/** A registry as its client declared it. */
export type DeclaredRegistry = Static<typeof RegistryBody>;
export type RegistryChange = Static<typeof RegistryUpdate>;
