import { Type, type Static } from 'typebox';
import { RunId } from './run-schema.js';

/** The query of a comparison: `run=a&run=b`. */
export const CompareQuery = Type.Object({
  /** Two to ten different runs. */
  run: Type.Array(RunId, { minItems: 2, maxItems: 10, uniqueItems: true })
});
export type CompareQuery = Static<typeof CompareQuery>;
