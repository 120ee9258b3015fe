import type { AnsiSpan } from './ansi.js';

/** A part of a line in one style that is within a match of a search, or outside of all. */
export interface MarkedSpan extends AnsiSpan {
  isMatch: boolean;
}

/** Divides the spans of a line at the matches of a pattern, which may reach over several spans. */
export function markedSpans(spans: readonly AnsiSpan[], pattern: RegExp | null): MarkedSpan[] {
  const edges = pattern ? matchesIn(spans.map(({ text }) => text).join(''), pattern) : [];
  const marked: MarkedSpan[] = [];
  let at = 0;
  for (const span of spans) {
    const end = at + span.text.length;
    const inside = edges.flat().filter(edge => edge > at && edge < end);
    for (const cut of new Set([...inside, end])) {
      const start = end - span.text.length;
      const isMatch = edges.some(([from, to]) => from <= at && cut <= to);
      marked.push({ ...span, text: span.text.slice(at - start, cut - start), isMatch });
      at = cut;
    }
  }
  return marked;
}

function matchesIn(text: string, pattern: RegExp): [from: number, to: number][] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length]);
}
