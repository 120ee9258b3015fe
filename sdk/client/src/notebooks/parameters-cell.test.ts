import { describe, expect, it } from 'vitest';
import { declaredParameters } from './parameters-cell.js';

const byName = (source: string, language: string) =>
  Object.fromEntries(declaredParameters(source, language).map(p => [p.name, p]));

describe('the parameters cell of a TypeScript notebook', () => {
  it('reads name, type, default, annotation and help', () => {
    expect(
      declaredParameters('let digits: number = 3; // digits of each summand', 'typescript')
    ).toEqual([
      {
        name: 'digits',
        type: 'number',
        nullable: false,
        default: 3,
        text: '3',
        annotation: 'number',
        help: 'digits of each summand'
      }
    ]);
  });

  it.each([
    ['let x = 1e3', 'number', 1000],
    ['const x = -0x1F', 'number', -31],
    ['var x = "a\\"b; // not a comment"', 'string', 'a"b; // not a comment'],
    ["let x = 'it\\'s \\u{1F600}'", 'string', "it's 😀"],
    ['let x = `two\nlines`', 'string', 'two\nlines'],
    ['let x = true', 'boolean', true],
    ['let x = [1, 2.5, "c",]', 'array', [1, 2.5, 'c']],
    ['let x = { a: { "b c": [null] }, d: false }', 'object', { a: { 'b c': [null] }, d: false }],
    ['let x = null', 'null', null]
  ])('reads %s as %s', (source, type, value) => {
    expect(declaredParameters(source, 'typescript')).toMatchObject([
      { name: 'x', type, default: value }
    ]);
  });

  it('reads the type from the annotation if the default does not show it', () => {
    const cell = [
      'let a: number | null = null;',
      "let b: 'sgd' | 'adam' = 'sgd';",
      'let c: { [k: string]: () => void } = {};',
      'let d: Array<number> = [];'
    ].join('\n');
    expect(byName(cell, 'typescript')).toMatchObject({
      a: { type: 'number', nullable: true, default: null },
      b: { type: 'string', nullable: false },
      c: { type: 'object' },
      d: { type: 'array' }
    });
  });

  it('shows code as code and gives it no default', () => {
    const cell = 'let a = Math.PI * 2; let b = a; let c = 1 + 1';
    for (const parameter of declaredParameters(cell, 'typescript')) {
      expect(parameter.type).toBe('expression');
      expect(parameter).not.toHaveProperty('default');
    }
    expect(byName(cell, 'typescript').a?.text).toBe('Math.PI * 2');
  });

  it('reads a computed text, array or object as one, without a default', () => {
    const cell = 'let a = `${home}/x`; let b = [...all]; let c = { ...all }; let d = !all';
    expect(byName(cell, 'typescript')).toMatchObject({
      a: { type: 'string', text: '`${home}/x`' },
      b: { type: 'array' },
      c: { type: 'object' },
      d: { type: 'boolean' }
    });
    for (const parameter of declaredParameters(cell, 'typescript'))
      expect(parameter).not.toHaveProperty('default');
  });

  it.each([
    ['let x = "fast" as const', 'string', 'fast'],
    ['let x = <const>"fast"', 'string', 'fast'],
    ['let x = (1 as number) satisfies number', 'number', 1],
    ['let x = `a\\u{1F600}`', 'string', 'a😀'],
    ['let x = 10n', 'bigint', 10],
    ['let x = 9007199254740993n', 'bigint', 9007199254740993n],
    ['let x: bigint = 9_007n', 'bigint', 9007],
    ['let x: -1 | 1 = -1', 'number', -1],
    ['let x: readonly number[] = []', 'array', []]
  ])('reads %s as %s', (source, type, value) => {
    expect(declaredParameters(source, 'typescript')).toMatchObject([
      { name: 'x', type, default: value }
    ]);
  });

  it('reads a variable without a value, and several variables of one statement', () => {
    expect(
      byName('let a: number; let b = 1, c: string | undefined = undefined', 'typescript')
    ).toEqual({
      a: expect.objectContaining({ type: 'number', text: '' }) as unknown,
      b: expect.objectContaining({ type: 'number', default: 1 }) as unknown,
      c: expect.objectContaining({ type: 'string', nullable: true, text: 'undefined' }) as unknown
    });
  });

  it('offers no variable of a function, a loop or a pattern', () => {
    const cell = [
      'function f() { let inner = 1 }',
      'for (let i = 0; i < 1; i++) { let j = 1 }',
      'let { p, q } = options; let [r] = list',
      'if (true) { var s = 1 }',
      'export const only = 1'
    ].join('\n');
    expect(Object.keys(byName(cell, 'typescript'))).toEqual(['only']);
  });

  it('shows a name that is assigned twice once, with its last value', () => {
    const cell = 'var x: number | null = 1 // first\nvar y = 0\nvar x = 2';
    expect(declaredParameters(cell, 'javascript')).toMatchObject([
      { name: 'x', default: 2, annotation: 'number | null', help: 'first' },
      { name: 'y' }
    ]);
  });

  it('reads annotations that the parser does not know', () => {
    const cell =
      'let a!: number; let b: [x: number, y?: string] = [1]; let c: readonly [number, string?] = [2]';
    expect(byName(cell, 'typescript')).toMatchObject({
      a: { type: 'number', text: '', annotation: 'number' },
      b: { type: 'array', default: [1], annotation: '[x: number, y?: string]' },
      c: { type: 'array', default: [2] }
    });
  });

  it.each([
    'x = 2',
    'x += 1',
    'x++',
    '--x',
    'if (true) x = 2',
    'for (x of [1]) {}',
    'let y = (x = 2)'
  ])('shows no default for a variable that %s changes', statement => {
    const { x } = byName(`let x = 1\n${statement}`, 'typescript');
    expect(x).toMatchObject({ type: 'number', text: '1' });
    expect(x).not.toHaveProperty('default');
  });

  it.each([
    ['typeof a', 'string'],
    ['void 0', 'expression'],
    ['-1', 'number']
  ])('reads the type of %s as %s', (value, type) => {
    expect(byName(`let x = ${value}`, 'typescript').x?.type).toBe(type);
  });

  it('reads several lines, several statements on one, and comments between', () => {
    const cell = `// Set these\nlet a = 1; let b = 2 // two\n/* let no = 1; */\nlet c = {\n  x: 1, // inner\n  y: 2\n} // outer\nconsole.log(a)`;
    expect(byName(cell, 'javascript')).toMatchObject({
      a: { default: 1 },
      b: { default: 2, help: 'two' },
      c: { default: { x: 1, y: 2 }, help: 'outer' }
    });
    expect(Object.keys(byName(cell, 'javascript'))).toEqual(['a', 'b', 'c']);
  });
});

describe('the parameters cell of a Python notebook', () => {
  it.each([
    ['x = 3', 'integer', 3],
    ['x = 3.0', 'number', 3],
    ['x = 1_000', 'integer', 1000],
    ['x: float = 1', 'number', 1],
    ["x = 'a\\'b'  # help", 'string', "a'b"],
    ['x = r"C:\\new"', 'string', 'C:\\new'],
    ['x = """two\nlines # no comment"""', 'string', 'two\nlines # no comment'],
    ['x = "\\d"', 'string', '\\d'],
    ['x = True', 'boolean', true],
    ['x = [1, "#2", (3,)]', 'array', [1, '#2', [3]]],
    ["x = {'a': {'b': None}}", 'object', { a: { b: null } }],
    ['x = None', 'null', null]
  ])('reads %s as %s', (source, type, value) => {
    expect(declaredParameters(source, 'python')).toMatchObject([
      { name: 'x', type, default: value }
    ]);
  });

  it('reads annotations, also those that allow None', () => {
    const cell =
      'a: Optional[int] = None\nb: str | None = "x" # the name\nc: dict[str, int] = {}\nd: list[int] = []';
    expect(byName(cell, 'python')).toMatchObject({
      a: { type: 'integer', nullable: true },
      b: { type: 'string', nullable: true, help: 'the name' },
      c: { type: 'object', annotation: 'dict[str, int]' },
      d: { type: 'array' }
    });
  });

  it.each([
    ['x = "a" "b"', 'string', 'ab'],
    ['x = ("one "\n     "two")', 'string', 'one two'],
    ['x = 1, 2', 'array', [1, 2]],
    ['x = (1)', 'integer', 1],
    ['x = -0x1F', 'integer', -31],
    ['x = 12345678901234567890', 'integer', 12345678901234567890n],
    ['x = 1e3', 'number', 1000],
    ['x = "\\q"', 'string', '\\q'],
    ['x = -0.0', 'number', -0],
    ['x = -0', 'integer', 0],
    ['x = {1, 2}', 'array', [1, 2]],
    ['x = None  # type: float', 'number', null],
    ['x = 1 # type: float # the rate', 'number', 1],
    ['x: "list[int]" = []', 'array', []]
  ])('reads %s as %s', (source, type, value) => {
    expect(declaredParameters(source, 'python')).toMatchObject([{ type, default: value }]);
  });

  it.each([
    ['workers = 64 // 4', 'expression'],
    ['x = tempfile.mkdtemp()', 'expression'],
    ['x = b"a"', 'expression'],
    ['x = 1j', 'expression'],
    ['x = "\\N{BULLET}"', 'string'],
    ['x = {1: "a"}', 'object'],
    ['x = {1, y}', 'array'],
    ['x = [i for i in y]', 'array'],
    ['x = f"{y}"', 'string'],
    ['x = not y', 'boolean'],
    ['x: float = y()', 'number'],
    ['x: int', 'integer'],
    ['probe: None', 'null']
  ])('reads %s as %s, without a default', (source, type) => {
    const [parameter, ...more] = declaredParameters(source, 'python');
    expect(more).toEqual([]);
    expect(parameter).toMatchObject({ type });
    expect(parameter).not.toHaveProperty('default');
  });

  it('offers no variable of a function, a class or a block, no element, and no line of IPython', () => {
    const cell = [
      '%env TOKEN=1',
      '!export HOME=2',
      'def f():\n  inner = 1',
      'class A:\n  field = 1',
      'if True:\n  nested = 1',
      'a.b = 1\nc[0] = 2\nd, e = 1, 2',
      'only = 3'
    ].join('\n');
    expect(Object.keys(byName(cell, 'python'))).toEqual(['only']);
  });

  it('shows a name that is assigned twice once, and both names of a double assignment', () => {
    expect(byName('x: float = 1\nx = 2\ny = z = 3', 'python')).toMatchObject({
      x: { type: 'number', default: 2, annotation: 'float' },
      y: { default: 3 },
      z: { default: 3 }
    });
  });

  it('ignores everything except assignments', () => {
    const cell = 'import os\nx == 1\nx += 1\nprint(y=1)\nz = os.environ["HOME"]';
    expect(declaredParameters(cell, 'python')).toMatchObject([{ name: 'z', type: 'expression' }]);
  });
});

it('finds no parameters in a language that it does not know', () => {
  expect(declaredParameters('x <- 1', 'r')).toEqual([]);
});
