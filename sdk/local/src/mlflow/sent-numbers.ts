import { pythonFloat } from './python-json.js';

/** A number in the words of Python, which JavaScript writes otherwise: `9.0`, or an integer beyond 2^53. */
class SentNumber {
  constructor(private readonly text: string) {}

  /** JSON has no other way to contain a text without quotes; `shownJson` removes the marks. */
  toJSON(): string {
    return `${MARK}${this.text}${MARK}`;
  }
}

const MARK = '\uE000';
const marked = new RegExp(`"${MARK}([^"]*)${MARK}"`, 'g');
const literal = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Returns the JSON of a value, with numbers in the words of Python if the value was read by `valueAsSent`. */
export function shownJson(value: unknown): string {
  return JSON.stringify(value).replace(marked, '$1');
}

/**
 * Returns the value at a path such as `metrics[0].key` of a JSON text, for a message that repeats it as an MLflow server does: Python
 * keeps `9.0` apart from `9`.
 */
export function valueAsSent(text: string, path: string): unknown {
  const numbers: string[] = [];
  const tagged = text.replace(literal, found => {
    if (found.startsWith('"')) return found;
    const words = inPython(found);
    return words === JSON.stringify(Number(found))
      ? found
      : `{"${MARK}":${numbers.push(words) - 1}}`;
  });
  const body: unknown = JSON.parse(tagged, (_key, value: unknown) =>
    isTag(value) ? new SentNumber(numbers[value[MARK]] ?? '') : value
  );
  return path
    .split(/[.[\]]+/)
    .filter(step => step !== '')
    .reduce<unknown>(
      (at, step) => (typeof at === 'object' && at !== null ? at[step as keyof object] : undefined),
      body
    );
}

function isTag(value: unknown): value is { [MARK]: number } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, MARK);
}

/** Returns a JSON number as Python writes it: an integer as it stands, another number with a point or an exponent of two digits. */
function inPython(number: string): string {
  if (/^-?\d+$/.test(number)) return number === '-0' ? '0' : number;
  return pythonFloat(Number(number));
}
