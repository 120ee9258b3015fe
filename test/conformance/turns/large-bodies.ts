/** A body of the largest size. */
export interface LargeBody {
  /** The path of the value that is large, and its kind. */
  title: string;
  /** Returns the JSON. */
  text: () => string;
}

/** Most of the values that a body may have; the rest are for the other values of an example. */
const MOST_VALUES = 9_000;

/**
 * Returns copies of a valid body, in each of which one value is as large as the limit permits: a text is long, a list or an object has many
 * members, and a member that no body should have is each of these, or deeply nested.
 */
export function largeBodies(example: object, bytes: number): LargeBody[] {
  const body = { ...example, unknown: ADDITIONAL };
  return placesOf(body).flatMap(({ path, value }) => {
    const json = JSON.stringify(body, replacing(path));
    const kinds = enlarged(value, bytes - json.length - 100);
    return Object.entries(kinds).map(([kind, large]) => ({
      title: `${path.replace(/\/\d+(?=\/|$)/g, '/0')}: ${kind}`,
      text: () => json.replace(HOLE, large)
    }));
  });
}

/** Stands for the additional member. */
const ADDITIONAL = 'additional';
/** With as many of these as a body may have, it has its largest size too. */
const LONG_MEMBER = JSON.stringify('x'.repeat(200));
/** The JSON of what marks the place of the large value. */
const HOLE = '"place of the large value"';

interface Place {
  path: string;
  value: unknown;
}

/** Returns the values within a body with their paths. */
function placesOf(value: unknown, path = ''): Place[] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => placesOf(inner, `${path}/${key}`))
      : [];
  return path ? [{ path, value }, ...below] : below;
}

/** Returns a replacer for `JSON.stringify` that marks the place. */
function replacing(place: string) {
  const paths = new Map<unknown, string>();
  return function (this: unknown, key: string, value: unknown) {
    const path = paths.size ? `${paths.get(this)}/${key}` : '';
    if (path === place) return JSON.parse(HOLE) as unknown;
    if (typeof value === 'object' && value !== null) paths.set(value, path);
    return value;
  };
}

type Kinds = Record<string, () => string>;

/** Returns the JSON of large values that may stand in the place of this one. */
function enlarged(value: unknown, bytes: number): Kinds {
  if (value === ADDITIONAL)
    return {
      ...texts(bytes),
      ...lists(LONG_MEMBER, bytes),
      ...objects(LONG_MEMBER, bytes),
      nested: () => '{"a":'.repeat(90) + '1' + '}'.repeat(90)
    };
  if (Array.isArray(value)) return lists(JSON.stringify(value[0] ?? 'x'), bytes);
  if (typeof value === 'object' && value !== null)
    return objects(JSON.stringify(Object.values(value)[0] ?? 'x'), bytes, JSON.stringify(value));
  return texts(bytes);
}

/** Repeated parts that are slow for different programs: parsers, encoders, and expressions that search from every position. */
const parts = ['x', ' ', '/a', '9', 'é', '😀', '\\n', '(', '{{', '${', 'a.', '-', ':', '%20', "'"];

function texts(bytes: number): Kinds {
  return {
    'long text': () => `"${'x'.repeat(bytes)}"`,
    'text of many characters': () => `"${mixed(bytes)}"`,
    'text with escapes': () => `"${'\\u0001'.repeat(bytes / 6)}"`
  };
}

function mixed(bytes: number): string {
  const share = Math.floor(bytes / parts.length);
  return parts.map(part => part.repeat(share / Buffer.byteLength(part))).join('');
}

function lists(item: string, bytes: number): Kinds {
  return { 'many items': () => `[${copies(() => item, valuesIn(item), bytes).join()}]` };
}

function objects(member: string, bytes: number, before = '{}'): Kinds {
  const own = before === '{}' ? [] : [before.slice(1, -1)];
  const more = () => copies(i => `"k${i}":${member}`, valuesIn(member), bytes - before.length);
  return { 'many members': () => `{${[...own, ...more()].join()}}` };
}

/** Returns as many copies as fit into a body. */
function copies(copy: (i: number) => string, values: number, bytes: number): string[] {
  const count = Math.min(MOST_VALUES / values, bytes / (Buffer.byteLength(copy(10_000)) + 1));
  return Array.from({ length: Math.floor(count) }, (_, i) => copy(i));
}

const valuesIn = (json: string) => 1 + (json.match(/[,[{]/g)?.length ?? 0);
