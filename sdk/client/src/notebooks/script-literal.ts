import type { SyntaxNode } from '@lezer/common';
import { NotALiteral, unescape } from './literal-text.js';
import type { ParameterType, ParameterValue } from './parameter.js';
import { childrenOf, textOf, wholeNumber, type Code } from './syntax.js';

/** Returns the JSON value of a TypeScript or JavaScript literal; throws NotALiteral for any other expression. */
export function scriptValue({ node: outer, source }: Code): ParameterValue {
  const node = withoutCasts(outer);
  switch (node.name) {
    case 'Number':
      return readNumber(textOf({ node, source }));
    case 'String':
      return unescape(textOf({ node, source }).slice(1, -1), c => c);
    case 'TemplateString':
      if (childrenOf(node).some(({ name }) => name === 'Interpolation')) throw new NotALiteral();
      return unescape(textOf({ node, source }).slice(1, -1), c => c);
    case 'BooleanLiteral':
      return textOf({ node, source }) === 'true';
    case 'null':
      return null;
    case 'UnaryExpression':
      return signed(node, source);
    case 'ArrayExpression':
      return itemsOf(node).map(item => scriptValue({ node: item, source }));
    case 'ObjectExpression':
      return Object.fromEntries(itemsOf(node).map(property => readProperty(property, source)));
    default:
      throw new NotALiteral();
  }
}

/** The types of expressions whose kind alone shows it. */
const shown: Readonly<Record<string, ParameterType>> = {
  String: 'string',
  TemplateString: 'string',
  BooleanLiteral: 'boolean',
  null: 'null',
  ArrayExpression: 'array',
  ObjectExpression: 'object'
};

/** Returns the type that a TypeScript or JavaScript expression shows. */
export function scriptType({ node: outer, source }: Code): ParameterType {
  const node = withoutCasts(outer);
  if (node.name === 'Number') return textOf({ node, source }).endsWith('n') ? 'bigint' : 'number';
  if (node.name === 'UnaryExpression') {
    const [operator, operand] = childrenOf(node);
    const sign = operator ? textOf({ node: operator, source }) : '';
    if (sign === '!') return 'boolean';
    if (sign === 'typeof') return 'string';
    return operand && sign !== 'void' ? scriptType({ node: operand, source }) : 'expression';
  }
  return shown[node.name] ?? 'expression';
}

/** Returns the value of `"fast" as const`, `x satisfies T`, `<T>x` and `(x)`. */
function withoutCasts(node: SyntaxNode): SyntaxNode {
  const children = childrenOf(node);
  const [first, second] = children;
  if (node.name === 'BinaryExpression' && (second?.name === 'as' || second?.name === 'satisfies'))
    return first ? withoutCasts(first) : node;
  if (node.name === 'PrefixCast') return withoutCasts(children.at(-1) ?? node);
  if (node.name === 'ParenthesizedExpression' && second) return withoutCasts(second);
  return node;
}

/** Returns the elements between the brackets. `[1, , 2]` has a hole, which is no JSON value. */
function itemsOf(node: SyntaxNode): SyntaxNode[] {
  const inside = childrenOf(node).slice(1, -1);
  if (inside.some(({ name }, i) => name === ',' && (i === 0 || inside[i - 1]?.name === ',')))
    throw new NotALiteral();
  return inside.filter(({ name }) => name !== ',');
}

function readProperty(property: SyntaxNode, source: string): [string, ParameterValue] {
  const [key, colon, value, ...more] = childrenOf(property);
  if (!key || colon?.name !== ':' || !value || more.length > 0) throw new NotALiteral();
  return [keyOf(key, source), scriptValue({ node: value, source })];
}

function keyOf(node: SyntaxNode, source: string): string {
  const text = textOf({ node, source });
  if (node.name === 'PropertyDefinition') return text;
  if (node.name === 'String') return unescape(text.slice(1, -1), c => c);
  if (node.name === 'Number') return String(readNumber(text));
  throw new NotALiteral();
}

function readNumber(text: string): number | bigint {
  const digits = text.replaceAll('_', '');
  if (digits.endsWith('n')) return wholeNumber(digits.slice(0, -1));
  // Typed text means every digit, although a number of JavaScript would be rounded.
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return wholeNumber(digits);
  const value = /^0\d/.test(digits) ? NaN : Number(digits);
  if (!Number.isFinite(value)) throw new NotALiteral();
  return value;
}

function signed(node: SyntaxNode, source: string): ParameterValue {
  const [operator, operand, ...more] = childrenOf(node);
  if (operator?.name !== 'ArithOp' || !operand || more.length > 0) throw new NotALiteral();
  const value = scriptValue({ node: operand, source });
  const sign = textOf({ node: operator, source });
  if (sign === '-' && (typeof value === 'number' || typeof value === 'bigint')) return -value;
  if (sign === '+' && typeof value === 'number') return value;
  throw new NotALiteral();
}
