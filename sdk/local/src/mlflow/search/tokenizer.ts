import { fail } from '../errors.js';

/** A token of a filter. `text` is the content without quotes. */
export interface Token {
  kind: 'word' | 'string' | 'number' | 'operator' | 'punctuation';
  text: string;
  /** The dot-separated parts of a word. `` metrics.`a b` `` is one word with two parts. */
  parts?: string[];
  /** The quotation mark of a string. */
  quote?: "'" | '"';
}

const space = /\s+/y;
const number = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
const operator = /<=|>=|!=|<>|=|<|>/y;
const quoted = /'((?:[^'\\]|\\.|'')*)'|"((?:[^"\\]|\\.|"")*)"/y;
/** A name, optionally followed by a dot and a key. Both may be in backticks, the key also in double or single quotes, or in backticks after a prefix such as `attributes.`. */
const word = /(`[^`]*`|[A-Za-z_]\w*)(?:\.(`[^`]*`|"[^"]*"|'[^']*'|[\w./-]+(?:`[^`]*`)?))?/y;

/**
 * Splits a filter of MLflow's search into tokens, each when it is needed: a long filter is usually refused at its first. The content of a string is not unescaped: MLflow does not resolve doubled quotes, so
 * a string that contains one kind of quotation mark is written in the other.
 */
export function* tokenize(filter: string): Generator<Token, undefined> {
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(filter);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < filter.length) {
    if (take(space)) continue;
    const token = next(take);
    if (!token) throw fail('FilterClauseInvalid', { filter, near: filter.slice(at) });
    yield token;
  }
}

function next(take: (pattern: RegExp) => RegExpExecArray | null): Token | undefined {
  const literal = take(number);
  if (literal) return { kind: 'number', text: literal[0] };
  const string = take(quoted);
  if (string)
    return {
      kind: 'string',
      text: string[1] ?? string[2] ?? '',
      quote: string[1] === undefined ? '"' : "'"
    };
  const name = take(word);
  if (name) {
    const parts = [name[1], name[2]].filter(part => part !== undefined).map(unquoted);
    return { kind: 'word', text: name[0], parts };
  }
  const sign = take(operator);
  if (sign) return { kind: 'operator', text: sign[0] };
  const mark = take(/[(),]/y);
  return mark ? { kind: 'punctuation', text: mark[0] } : undefined;
}

const unquoted = (part: string) => (/^[`"']/.test(part) ? part.slice(1, -1) : part);
