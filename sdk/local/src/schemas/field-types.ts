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

/** A string that may be left out. */
export const optionalText = Type.Optional(Nullable(Type.String()));

/** An object that may be left out. */
export const optionalObject = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Optional(Nullable(Type.Object(properties)));
