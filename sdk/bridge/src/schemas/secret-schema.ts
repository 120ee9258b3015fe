import { Type } from 'typebox';

/** The body of storing a secret. */
export const SecretRequest = Type.Object({
  name: Type.String({ minLength: 1 }),
  value: Type.String({ minLength: 1 })
});
