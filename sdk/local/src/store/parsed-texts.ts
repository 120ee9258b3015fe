/** Shorter texts are parsed in less time than it takes to find them. */
const MIN_LENGTH = 4096;

/** Remembers the values of the JSON texts that were read last: a row is read many times before it changes. */
export class ParsedTexts<T> {
  private readonly known = new Map<string, { text: string; value: T }>();

  /** @param most - number of values that are remembered */
  constructor(private readonly most: number) {}

  /** Returns the value of the text that a row has. It is frozen with all that it holds, because the next reader gets it too. */
  valueOf(row: string, text: string, parse = (json: string) => JSON.parse(json) as T): T {
    if (text.length < MIN_LENGTH) return parse(text);
    const before = this.known.get(row);
    // The row that was read last is the last to be forgotten.
    this.known.delete(row);
    const value = before?.text === text ? before.value : frozen(parse(text));
    this.known.set(row, { text, value });
    const [oldest] = this.known.keys();
    if (this.known.size > this.most && oldest !== undefined) this.known.delete(oldest);
    return value;
  }
}

function frozen<T>(value: T): T {
  const left: unknown[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    Object.freeze(next);
    for (const inner of Object.values(next)) if (typeof inner === 'object') left.push(inner);
  }
  return value;
}
