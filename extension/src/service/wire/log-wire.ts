import type { LogChunk, LogMatch, LogMatches } from '@carry-ml/bridge';
import { countOf, fieldsOf, listOf, textOf } from './fields.js';

/** Reads a part of a log. */
export function readChunk(value: unknown): LogChunk {
  const { text, start, end } = fieldsOf(value);
  return { text: textOf(text), start: countOf(start), end: countOf(end) };
}

/** Reads what a search in a part of a log found. */
export function readMatches(value: unknown): LogMatches {
  const { count, matches, end, line } = fieldsOf(value);
  return {
    count: countOf(count),
    matches: listOf(matches, readMatch),
    end: countOf(end),
    line: Math.max(1, countOf(line))
  };
}

/** Reads a match; null without a line. */
function readMatch(value: unknown): LogMatch | null {
  const { offset, line } = fieldsOf(value);
  return countOf(line) === 0 ? null : { offset: countOf(offset), line: countOf(line) };
}
