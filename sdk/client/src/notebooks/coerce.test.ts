import { describe, expect, it } from 'vitest';
import { coerceParameters } from './coerce.js';
import { parametersJson } from './literal-values.js';
import type { ParameterValue } from './parameter.js';
import { declaredParameters } from './parameters-cell.js';

const declared = declaredParameters(
  [
    'count: int = 1',
    'rate: float = 0.1',
    'name = "x"',
    'deep = False',
    'layers = [1]',
    'options = {}',
    'seed: Optional[int] = None',
    'home = os.getcwd()'
  ].join('\n'),
  'python'
);
const coerce = (given: Parameters<typeof coerceParameters>[1]) => coerceParameters(declared, given);

describe('coerceParameters', () => {
  it('reads the texts of a form by the declared types', () => {
    expect(
      coerce({
        count: '2',
        rate: '1e-3',
        deep: 'True',
        layers: '[1, 2]',
        options: '{"a": {"b": 1}}'
      })
    ).toEqual({ count: 2, rate: 0.001, deep: true, layers: [1, 2], options: { a: { b: 1 } } });
  });

  it('keeps values that have their type already', () => {
    const given = { count: 2, rate: 3, deep: false, layers: [], options: { x: null }, seed: null };
    expect(coerce(given)).toEqual(given);
  });

  it.each(['a"b', '\\', 'two\nlines', '; import os', '😀', 'true', '1e3', '{"a": 1}', ''])(
    'leaves the text %j of a string parameter as it is',
    text => {
      expect(coerce({ name: text })).toEqual({ name: text });
    }
  );

  it('omits parameters that are not given', () => {
    expect(coerce({ count: undefined })).toEqual({});
  });

  it.each([
    ['count', '2.5'],
    ['count', 'two'],
    ['count', ''],
    ['count', 2 ** 60],
    ['rate', 'NaN'],
    ['rate', '1; import os'],
    ['name', 5],
    ['deep', 'yes'],
    ['layers', '{"a": 1}'],
    ['layers', '[1'],
    ['options', '[1]'],
    ['count', null]
  ])('refuses %s = %j', (name, value) => {
    expect(() => coerce({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'ParameterInvalid', target: name })
    );
  });

  it('keeps every digit of a whole number', () => {
    expect(coerce({ count: '12345678901234567890' })).toEqual({ count: 12345678901234567890n });
    expect(coerce({ count: -(2n ** 70n) })).toEqual({ count: -(2n ** 70n) });
    expect(coerce({ layers: '[9007199254740993, 1]' })).toEqual({ layers: [9007199254740993n, 1] });
  });

  it('takes any value for a computed default', () => {
    expect(coerce({ home: '/tmp' })).toEqual({ home: '/tmp' });
    expect(coerce({ home: 5 })).toEqual({ home: 5 });
  });

  it("reads arrays and objects as the notebook's language writes them, too", () => {
    expect(coerce({ layers: '(1, 2,)', options: "{'a': True, 'b': None}" })).toEqual({
      layers: [1, 2],
      options: { a: true, b: null }
    });
  });

  it('takes null where the annotation allows it', () => {
    expect(coerce({ seed: 'None' })).toEqual({ seed: null });
  });

  it('names the parameters there are when one is unknown', () => {
    expect(() => coerce({ cuont: 1 })).toThrow(/no parameter 'cuont'.*count, rate, name/);
  });

  it('says how to declare parameters when there are none', () => {
    expect(() => coerceParameters([], { a: 1 })).toThrow(/tagged 'parameters'/);
  });
});

describe('the values that an annotation lists', () => {
  const python = [
    'mode: Literal["fast", "slow"] = "fast"',
    'level: Optional[typing.Literal[1, 2]] = None',
    'word: \'Literal["None", "null"]\' = "null"',
    'mixed: Literal["auto", 1, None] = "auto"',
    'nested: Literal[Literal["a"], "b"] | None = "a"',
    'either: int | str = 1',
    'size: int | float = 1',
    'free: Literal["a"] | int = 1'
  ].join('\n');
  const script = [
    "type Mode = 'fast' | `slow`;",
    "let mode: Mode = 'fast';",
    'let level: 1 | 2 | null = null;',
    'let sign: -1 | 1 = 1;',
    "let open: 'a' | string = 'a';",
    'let deep: true | false = true;',
    'let names: (string | null)[] = [];',
    'type A = A | A; let own: A = 1;'
  ].join('\n');
  const declaredIn = {
    python: declaredParameters(python, 'python'),
    typescript: declaredParameters(script, 'typescript')
  };
  const choicesOf = (language: keyof typeof declaredIn) =>
    Object.fromEntries(declaredIn[language].map(p => [p.name, [p.type, p.nullable, p.choices]]));

  it('are read with their type, and null apart', () => {
    expect(choicesOf('python')).toEqual({
      mode: ['string', false, ['fast', 'slow']],
      level: ['integer', true, [1, 2]],
      word: ['string', false, ['None', 'null']],
      mixed: ['expression', true, ['auto', 1]],
      nested: ['string', true, ['a', 'b']],
      either: ['expression', false, undefined],
      size: ['number', false, undefined],
      free: ['expression', false, undefined]
    });
    expect(choicesOf('typescript')).toEqual({
      mode: ['string', false, ['fast', 'slow']],
      level: ['number', true, [1, 2]],
      sign: ['number', false, [-1, 1]],
      open: ['string', false, undefined],
      deep: ['boolean', false, undefined],
      names: ['array', false, undefined],
      own: ['number', false, undefined]
    });
  });

  it.each([
    ['python', { mode: 'slow', level: '2', word: 'None', mixed: '1', nested: null }],
    ['python', { mixed: 'auto', level: 'None', either: 'two', free: 'other' }],
    ['typescript', { mode: 'slow', level: 2, sign: '-1', open: 'b', deep: 'false' }]
  ] as const)('are accepted in %s: %j', (language, given) => {
    expect(() => coerceParameters(declaredIn[language], given)).not.toThrow();
  });

  it('are given as they are listed', () => {
    expect(coerceParameters(declaredIn.python, { level: '0x2', mixed: '1' })).toEqual({
      level: 2,
      mixed: 1
    });
  });

  it.each([
    ['python', 'mode', 'warp', 'must be one of "fast", "slow", not "warp"'],
    ['python', 'level', 3, 'must be one of 1, 2 or null, not 3'],
    ['python', 'mixed', '2', 'must be one of "auto", 1 or null, not "2"'],
    ['python', 'mode', null, 'must be one of "fast", "slow", not null'],
    ['typescript', 'mode', 'warp', 'must be one of "fast", "slow", not "warp"'],
    ['typescript', 'sign', 0, 'must be one of -1, 1, not 0'],
    ['typescript', 'names', null, 'must be a JSON array, not null']
  ] as const)('refuse in %s %s = %j', (language, name, value, message) => {
    expect(() => coerceParameters(declaredIn[language], { [name]: value })).toThrow(message);
  });
});

describe('numbers at the edges', () => {
  it.each([
    ['rate', '-0.0', '-0.0'],
    ['rate', -0, '-0.0'],
    ['count', '-0', '0'],
    ['layers', '[-0.0]', '[-0.0]'],
    ['rate', '5e-324', '5e-324'],
    ['count', '1_000', '1000'],
    ['count', '-0x1F', '-31'],
    ['rate', '1_0.5e1_0', '105000000000'],
    ['count', '-9007199254740993', '-9007199254740993'],
    ['rate', '12345678901234567891', '12345678901234567891']
  ])('%s = %j arrives as %s', (name, value, json) => {
    expect(parametersJson(coerce({ [name]: value })[name] ?? null)).toBe(json);
  });

  it.each([
    ['rate', '1e400', 'a finite number (up to 1.8e308), not "1e400"'],
    ['rate', '9'.repeat(400), 'a finite number'],
    ['rate', 'nan', 'a finite number (up to 1.8e308), not "nan"'],
    ['rate', NaN, 'not NaN'],
    ['home', [1, Infinity], 'only finite numbers, not [ 1, Infinity ]'],
    ['layers', '[1e400]', 'a JSON array'],
    ['count', true, 'a whole number'],
    ['count', '1__0', 'a whole number'],
    ['count', '0b12', 'a whole number'],
    ['count', '9'.repeat(5000), 'a whole number'],
    ['deep', 1, 'true or false']
  ])('%s = %j is refused', (name, value, message) => {
    expect(() => coerce({ [name]: value })).toThrow(message);
  });

  it.each([
    ['a date', new Date(0)],
    ['a typed array', new Float32Array(1)],
    ['a function', () => 1],
    ['a list with a gap', [undefined]],
    ['a value that contains itself', ownMember()],
    ['numbers longer than Python reads', [10n ** 4400n]]
  ])('%s is no JSON value', (_kind, value) => {
    const given = { home: value as unknown as ParameterValue };
    expect(() => coerce(given)).toThrow(expect.objectContaining({ code: 'ParameterInvalid' }));
  });
});

it('writes the text of a broken emoji and of several lines so that every reader gets it back', () => {
  const text = 'a\ud83d\n"b"';
  expect(JSON.parse(parametersJson({ text }))).toEqual({ text });
  expect(parametersJson({ text })).toMatch(/^[\x20-\x7e]+$/);
});

function ownMember(): unknown[] {
  const list: unknown[] = [];
  list.push(list, list);
  return list;
}
