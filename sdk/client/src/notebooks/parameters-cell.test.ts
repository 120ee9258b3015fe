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
    const cell = 'let a = Math.PI * 2; let b = `${a}`; let c = 1 + 1';
    for (const parameter of declaredParameters(cell, 'typescript')) {
      expect(parameter.type).toBe('expression');
      expect(parameter).not.toHaveProperty('default');
    }
    expect(byName(cell, 'typescript').a?.text).toBe('Math.PI * 2');
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

  it('ignores everything except assignments', () => {
    const cell = 'import os\nx == 1\nx += 1\nprint(y=1)\nz = os.environ["HOME"]';
    expect(declaredParameters(cell, 'python')).toMatchObject([{ name: 'z', type: 'expression' }]);
  });
});

it('finds no parameters in a language that it does not know', () => {
  expect(declaredParameters('x <- 1', 'r')).toEqual([]);
});
