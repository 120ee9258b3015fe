import { Type, type Static } from 'typebox';

/** A byte offset in a log. */
const Offset = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** The query of a part of a log: what follows an offset, or what precedes one. */
export const LogQuery = Type.Union([
  Type.Object({
    /** The byte offset of the part's beginning. */
    from: Offset
  }),
  Type.Object({
    /** The byte offset of the part's end. */
    before: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
  })
]);
export type LogQuery = Static<typeof LogQuery>;

/** The query of a search in a part of a log. */
export const LogSearchQuery = Type.Object({
  /** The text that a line contains, in capital or small letters. */
  text: Type.String({ minLength: 1, maxLength: 1000 }),
  /** The `end` of the search in the part before; default: the beginning of the log. */
  from: Type.Optional(Offset),
  /** The `line` of the search in the part before. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Maximum number of matches to list; all are counted. */
  limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 }))
});
export type LogSearchQuery = Static<typeof LogSearchQuery>;

/** The query of the bytes of a log, to save it as a file. */
export const LogBytesQuery = Type.Object({ from: Offset });
