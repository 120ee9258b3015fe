import { fail } from './errors.js';
import type { PythonValue } from './python-json.js';

/** Limits of one value. Python reads no longer integers. */
const limits = { depth: 100, values: 50_000, digits: 4300 };

const space = /[ \t\n\r]*/y;
const numeral = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const literals: [text: string, value: PythonValue][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity]
];

/**
 * Reads JSON as Python does: `1` and `1.0` are different values, integers have any length, and NaN and infinity are allowed, which pandas
 * writes for missing values.
 *
 * @param field - The name of the request's field, for the error message.
 * @throws CarryError `MlflowJsonInvalid`
 */
export function readPythonJson(text: string, field: string): PythonValue {
  const reader = new Reader(text, field);
  const value = reader.value();
  reader.end();
  return value;
}

/** Reads the items of a JSON list one by one, so that the caller can let others work between them. */
export function* pythonJsonItems(text: string, field: string): Generator<PythonValue, undefined> {
  const reader = new Reader(text, field);
  if (!reader.accept('[')) throw fail('MlflowJsonInvalid', { field, reason: 'it is not a list' });
  if (!reader.accept(']')) {
    do yield reader.value();
    while (reader.accept(','));
    reader.expect(']');
  }
  reader.end();
}

class Reader {
  private at = 0;
  private values = 0;

  constructor(
    private readonly text: string,
    private readonly field: string
  ) {}

  /** Reads one value with everything that it contains. */
  value(): PythonValue {
    this.values = 0;
    return this.nested(0);
  }

  accept(character: string): boolean {
    this.take(space);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  expect(character: string): void {
    if (!this.accept(character)) throw this.error(`'${character}' is expected`);
  }

  /** Requires that nothing follows. */
  end(): void {
    this.take(space);
    if (this.at < this.text.length) throw this.error('the value has already ended');
  }

  private nested(depth: number): PythonValue {
    if (depth > limits.depth) throw this.error(`more than ${limits.depth} values are nested`);
    if (++this.values > limits.values) throw this.error(`it has more than ${limits.values} values`);
    if (this.accept('{')) return this.object(depth);
    if (this.accept('[')) return this.list(depth);
    return this.text[this.at] === '"' ? this.string() : this.scalar();
  }

  private object(depth: number): PythonValue {
    const members: [string, PythonValue][] = [];
    if (!this.accept('}')) {
      do {
        this.take(space);
        const key = this.string();
        this.expect(':');
        members.push([key, this.nested(depth + 1)]);
      } while (this.accept(','));
      this.expect('}');
    }
    return Object.fromEntries(members);
  }

  private list(depth: number): PythonValue {
    const items: PythonValue[] = [];
    if (this.accept(']')) return items;
    do items.push(this.nested(depth + 1));
    while (this.accept(','));
    this.expect(']');
    return items;
  }

  private string(): string {
    const start = this.at;
    if (this.text[start] !== '"') throw this.error('a string is expected');
    let end = start + 1;
    for (; end < this.text.length && this.text[end] !== '"'; end++)
      if (this.text[end] === '\\') end++;
    const raw = this.text.slice(start, end + 1);
    try {
      const content = JSON.parse(raw) as string;
      this.at = end + 1;
      return content;
    } catch {
      throw this.error('the string is not valid');
    }
  }

  private scalar(): PythonValue {
    const number = this.take(numeral);
    if (number) {
      if (number[1] !== undefined || number[2] !== undefined) return Number(number[0]);
      if (number[0].length > limits.digits)
        throw this.error(`an integer has more than ${limits.digits} digits`);
      return BigInt(number[0]);
    }
    const literal = literals.find(([text]) => this.text.startsWith(text, this.at));
    if (!literal) throw this.error('a value is expected');
    this.at += literal[0].length;
    return literal[1];
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at = pattern.lastIndex;
    return match;
  }

  private error(reason: string) {
    return fail('MlflowJsonInvalid', {
      field: this.field,
      reason: `${reason} at character ${this.at + 1}`
    });
  }
}
