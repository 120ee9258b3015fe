/** Substitutions inside of others are read up to this depth. */
const MAX_NESTING = 8;

const token =
  /'[^']*'|\\[\s\S]|\$\{(?<braced>\w+)(?<operator>:?[-+=]|\})|\$(?<bare>\w+)|[^'"\\$]+|[\s\S]/y;

type Values = (name: string) => string | undefined;

/**
 * Replaces `$X`, `${X}`, `${X:-word}`, `${X-word}`, `${X:+word}` and `${X+word}` as a shell and Docker do, outside of single quotes. A
 * variable without a value and what else a shell substitutes stay as they are.
 */
export function expandVariables(text: string, valueOf: Values, depth = 0): string {
  const ends = depth < MAX_NESTING ? closingBraces(text) : new Map<number, number>();
  let result = '';
  let isDoubleQuoted = false;
  for (let at = 0; at < text.length;) {
    const { written, name, condition } = tokenAt(text, at, isDoubleQuoted);
    if (written === '"') isDoubleQuoted = !isDoubleQuoted;
    const end = condition && ends.get(at);
    if (condition && end !== undefined) {
      const word = text.slice(at + written.length, end);
      const value = conditional(valueOf(condition.name), condition.operator);
      result += value ?? expandVariables(word, valueOf, depth + 1);
      at = end + 1;
    } else {
      result += (name === undefined ? undefined : valueOf(name)) ?? written;
      at += written.length;
    }
  }
  return result;
}

interface Token {
  written: string;
  /** The variable of `$X` or `${X}`. */
  name?: string;
  /** The beginning of `${X:-word}`. */
  condition?: { name: string; operator: string };
}

function tokenAt(text: string, at: number, isDoubleQuoted: boolean): Token {
  token.lastIndex = at;
  const found = token.exec(text);
  const written = found?.[0] ?? text.charAt(at);
  const { braced, bare, operator } = found?.groups ?? {};
  // Between double quotes, a single one quotes nothing.
  if (isDoubleQuoted && written.startsWith("'")) return { written: "'" };
  if (braced !== undefined && operator !== undefined && operator !== '}')
    return { written, condition: { name: braced, operator } };
  return { written, name: bare ?? braced };
}

/** The value in place of a conditional substitution; undefined for its word. */
function conditional(value: string | undefined, operator: string): string | undefined {
  const isSet = operator.startsWith(':') ? Boolean(value) : value !== undefined;
  if (operator.endsWith('+')) return isSet ? undefined : '';
  return isSet ? value : undefined;
}

/** The place of the closing brace of each `${`. */
function closingBraces(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: mark, index } of text.matchAll(/\$\{|\}/g)) {
    if (mark !== '}') open.push(index);
    else {
      const start = open.pop();
      if (start !== undefined) ends.set(start, index);
    }
  }
  return ends;
}
