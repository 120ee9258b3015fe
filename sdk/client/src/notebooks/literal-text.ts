/** Raised for code that is no literal, or has no JSON value. */
export class NotALiteral extends Error {}

/** Returns the value that `read` finds, or undefined when it raises NotALiteral. */
export function ifLiteral<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotALiteral) return undefined;
    throw error;
  }
}

const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': ''
};

const escape =
  /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|u\{([\da-fA-F]+)\}|([0-7]{1,3})|([\s\S]))/g;

/** Replaces the escapes in the content of a string literal. `unknown` returns the text of an escape that the language does not know. */
export function unescape(content: string, unknown: (character: string) => string): string {
  return content.replace(
    escape,
    (_, x?: string, u?: string, U?: string, braced?: string, octal?: string, c = '') => {
      const code = x ?? u ?? U ?? braced ?? octal;
      if (code === undefined) return escapes[c as string] ?? unknown(c as string);
      const point = parseInt(code, code === octal ? 8 : 16);
      if (point > 0x10ffff) throw new NotALiteral();
      return String.fromCodePoint(point);
    }
  );
}
