import { Type, type Static } from 'typebox';

/** Key Vault's rule for the names of secrets. */
const SecretName = Type.String({ pattern: '^[0-9A-Za-z-]{1,127}$' });

export const SecretParams = Type.Object({ name: SecretName });
export type SecretParams = Static<typeof SecretParams>;

/** A secret as Azure's credential service takes it. */
export const SecretBody = Type.Object({
  name: SecretName,
  /** Key Vault's limit is 25 KB. */
  value: Type.String({ maxLength: 25_600 }),
  contentType: Type.Optional(Type.Union([Type.String(), Type.Null()]))
});
export type SecretBody = Static<typeof SecretBody>;

/** Several secrets at once. */
export const SecretBatch = Type.Object({ secrets: Type.Array(SecretBody, { maxItems: 100 }) });
export type SecretBatch = Static<typeof SecretBatch>;

/** The names of several secrets. */
export const SecretNames = Type.Object({
  secrets: Type.Array(Type.Object({ name: SecretName }), { maxItems: 100 })
});
export type SecretNames = Static<typeof SecretNames>;

/** A secret as it is stored, under its name. */
export type StoredSecret = Omit<SecretBody, 'name'>;
