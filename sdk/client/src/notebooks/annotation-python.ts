import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { choiceOf, MAX_ANNOTATION_DEPTH, NULL, UNKNOWN, unionOf } from './annotation.js';
import type { Annotated } from './annotation.js';
import { ifLiteral } from './literal-text.js';
import type { ParameterType } from './parameter.js';
import { pythonString, pythonType, pythonValue } from './python-literal.js';
import { childrenOf, isWhole, textOf, type Code } from './syntax.js';

/** The types of names in lower case: `List` of typing and `list` are the same here. */
const named: Readonly<Record<string, ParameterType | undefined>> = {
  int: 'integer',
  float: 'number',
  str: 'string',
  bool: 'boolean',
  list: 'array',
  tuple: 'array',
  sequence: 'array',
  iterable: 'array',
  dict: 'object',
  mapping: 'object',
  any: 'expression',
  object: 'expression'
};

/** Reads an annotation as it is written, such as `Optional[Literal["fast", "slow"]]` or `int | None`. */
export function pythonAnnotation(annotation: string, depth = 0): Annotated {
  const [statement, ...more] = childrenOf(parser.parse(annotation).topNode);
  const node = statement?.name === 'ExpressionStatement' ? statement.firstChild : null;
  if (!node || more.length > 0 || !isWhole(node)) return UNKNOWN;
  return read({ node, source: annotation }, depth);
}

function read(code: Code, depth: number): Annotated {
  const { node, source } = code;
  if (depth > MAX_ANNOTATION_DEPTH) return UNKNOWN;
  switch (node.name) {
    case 'None':
      return NULL;
    case 'VariableName':
      return nameOf(textOf(code));
    case 'String':
    case 'ContinuedString': {
      const quoted = ifLiteral(() => pythonString(code));
      return quoted === undefined ? UNKNOWN : pythonAnnotation(quoted, depth + 1);
    }
    case 'ParenthesizedExpression':
      return union(argumentsOf(node), source, depth);
    case 'BinaryExpression':
      return union(alternatives(code), source, depth);
    case 'MemberExpression':
      return generic(code, depth);
    default:
      return UNKNOWN;
  }
}

function nameOf(name: string): Annotated {
  if (name === 'NoneType') return NULL;
  const key = name.toLowerCase();
  const type = Object.hasOwn(named, key) ? named[key] : undefined;
  return type === undefined ? UNKNOWN : { type, nullable: false };
}

/** Reads `typing.List`, and a type with arguments: only the arguments of some names are about the variable itself. */
function generic({ node, source }: Code, depth: number): Annotated {
  const last = childrenOf(node).at(-1);
  if (last?.name === 'PropertyName') return nameOf(textOf({ node: last, source }));
  const name = /(\w+)\s*$/.exec(textOf({ node: node.firstChild ?? node, source }))?.[1] ?? '';
  const given = argumentsOf(node).slice(1);
  switch (name) {
    case 'Literal':
      return unionOf(given.map(each => literal({ node: each, source }, depth)));
    case 'Optional':
      return unionOf([union(given, source, depth), NULL]);
    case 'Union':
      return union(given, source, depth);
    case 'Final':
    case 'ClassVar':
    case 'Annotated':
      return union(given.slice(0, 1), source, depth);
    default:
      return nameOf(name);
  }
}

/** Reads an argument of `Literal`, which may be another `Literal`. Members of an enumeration and bytes have no JSON value. */
function literal(code: Code, depth: number): Annotated {
  if (code.node.name === 'MemberExpression') return read(code, depth + 1);
  const value = ifLiteral(() => pythonValue(code));
  return value === undefined ? UNKNOWN : choiceOf(value, pythonType(code));
}

function union(members: readonly SyntaxNode[], source: string, depth: number): Annotated {
  return unionOf(members.map(node => read({ node, source }, depth + 1)));
}

/** Returns the members of `a | b | c`. */
function alternatives({ node, source }: Code): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let rest = node;
  for (;;) {
    const [left, operator, right] = childrenOf(rest);
    const isUnion =
      rest.name === 'BinaryExpression' && operator && textOf({ node: operator, source }) === '|';
    if (!isUnion || !left || !right) return [rest, ...found.reverse()];
    found.push(right);
    rest = left;
  }
}

function argumentsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !/^[[\](),]$/.test(name));
}
