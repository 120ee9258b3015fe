import type { ParameterValue } from './parameter.js';

/** The differences between the literals of the languages. */
export interface LiteralSyntax {
  /** Names of true, false and null. */
  words: Readonly<Record<string, boolean | null>>;
  /** Whether keys of objects can be written without quotes. */
  bareKeys: boolean;
  /** Python's prefixes such as `r`, and tuples. */
  python: boolean;
}

/** Raised for text that is another expression than a literal. */
class NotALiteral extends Error {}

/** Reads a literal; returns undefined for any other expression. */
export function readLiteral(text: string, syntax: LiteralSyntax): ParameterValue | undefined {
  const reader = new LiteralReader(text, syntax);
  try {
    return reader.readAll();
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
  '0': '\0',
  '\n': ''
};

class LiteralReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly syntax: LiteralSyntax
  ) {}

  readAll(): ParameterValue {
    const value = this.readValue();
    this.skipSpace();
    if (this.at !== this.text.length) throw new NotALiteral();
    return value;
  }

  private readValue(): ParameterValue {
    this.skipSpace();
    const c = this.text.charAt(this.at);
    if (c === '[') return this.readList(']');
    if (c === '(' && this.syntax.python) return this.readList(')');
    if (c === '{') return this.readObject();
    return this.readNumber() ?? this.readText() ?? this.readWord();
  }

  private readNumber(): number | undefined {
    const found = this.match(
      /[+-]?(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y
    );
    if (found === undefined) return undefined;
    const digits = found.replace(/_/g, '');
    const sign = digits.startsWith('-') ? -1 : 1;
    return sign * Number(digits.replace(/^[+-]/, ''));
  }

  private readText(): string | undefined {
    const opened = this.match(this.syntax.python ? /([rRuU]?)("""|'''|"|')/y : /(["'`])/y);
    if (opened === undefined) return undefined;
    const isRaw = /^r/i.test(opened);
    const quote = opened.replace(/^[rRuU]/, '');
    let value = '';
    while (!this.text.startsWith(quote, this.at)) {
      if (this.at >= this.text.length) throw new NotALiteral();
      if (quote === '`' && this.text.startsWith('${', this.at)) throw new NotALiteral();
      value += this.readCharacter(isRaw);
    }
    this.at += quote.length;
    return value;
  }

  private readCharacter(isRaw: boolean): string {
    const c = this.text.charAt(this.at++);
    if (c !== '\\') return c;
    if (isRaw) return c + this.text.charAt(this.at++);
    const code = this.match(
      /x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|u\{([\da-fA-F]+)\}/y
    );
    if (code !== undefined) return this.codePoint(code.replace(/^[xuU]|[{}]/g, ''));
    const next = this.text.charAt(this.at++);
    // Python keeps the backslash of an unknown escape; JavaScript drops it.
    return escapes[next] ?? (this.syntax.python && !/["'\\]/.test(next) ? `\\${next}` : next);
  }

  private codePoint(hex: string): string {
    const point = parseInt(hex.replace(/[{}]/g, ''), 16);
    if (point > 0x10ffff) throw new NotALiteral();
    return String.fromCodePoint(point);
  }

  private readWord(): ParameterValue {
    const word = this.match(/[A-Za-z_]\w*/y);
    const value = word === undefined ? undefined : this.syntax.words[word];
    if (value === undefined) throw new NotALiteral();
    return value;
  }

  private readList(close: string): ParameterValue[] {
    const items: ParameterValue[] = [];
    this.at++;
    while (!this.takes(close)) {
      items.push(this.readValue());
      if (this.takes(',')) continue;
      // `(1)` is a number in parentheses, not a tuple.
      if (close === ')' && items.length === 1) throw new NotALiteral();
      if (!this.takes(close)) throw new NotALiteral();
      break;
    }
    return items;
  }

  private readObject(): Record<string, ParameterValue> {
    const entries: [string, ParameterValue][] = [];
    this.at++;
    while (!this.takes('}')) {
      const key = this.readKey();
      if (!this.takes(':')) throw new NotALiteral();
      entries.push([key, this.readValue()]);
      if (this.takes(',')) continue;
      if (!this.takes('}')) throw new NotALiteral();
      break;
    }
    return Object.fromEntries(entries);
  }

  private readKey(): string {
    this.skipSpace();
    const bare = this.syntax.bareKeys ? this.match(/[A-Za-z_$][\w$]*|\d+/y) : undefined;
    const key = bare ?? this.readText();
    if (key === undefined) throw new NotALiteral();
    return key;
  }

  private takes(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private skipSpace(): void {
    this.match(/(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y);
  }
}
