import type { SyntaxNode } from '@lezer/common';
import { NotALiteral, unescape } from './literal-text.js';
import type { ParameterType, ParameterValue } from './parameter.js';
import { childrenOf, textOf, wholeNumber, type Code } from './syntax.js';

/** Returns the JSON value of a Python literal; throws NotALiteral for any other expression. */
export function pythonValue({ node, source }: Code): ParameterValue {
  const at = (child: SyntaxNode) => pythonValue({ node: child, source });
  switch (node.name) {
    case 'Number':
      return readNumber(textOf({ node, source }));
    case 'String':
    case 'ContinuedString':
      return pythonString({ node, source });
    case 'Boolean':
      return textOf({ node, source }) === 'True';
    case 'None':
      return null;
    case 'ParenthesizedExpression':
      return at(theOnly(node));
    case 'UnaryExpression':
      return signed(node, source);
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return itemsOf(node).map(at);
    case 'DictionaryExpression':
      return readDictionary(node, source);
    default:
      throw new NotALiteral();
  }
}

/** Returns the text of a Python string or of several in a row; throws NotALiteral for one of bytes, or with expressions in it. */
export function pythonString({ node, source }: Code): string {
  if (node.name === 'String') return readString(textOf({ node, source }));
  return childrenOf(node)
    .map(part => textOf({ node: stringPart(part), source }))
    .map(readString)
    .join('');
}

/** The types of expressions whose kind alone shows it. */
const shown: Readonly<Record<string, ParameterType>> = {
  FormatString: 'string',
  Boolean: 'boolean',
  None: 'null',
  ArrayExpression: 'array',
  ArrayComprehensionExpression: 'array',
  TupleExpression: 'array',
  SetExpression: 'array',
  SetComprehensionExpression: 'array',
  DictionaryExpression: 'object',
  DictionaryComprehensionExpression: 'object'
};

/** Returns the type that a Python expression shows. */
export function pythonType({ node, source }: Code): ParameterType {
  const text = textOf({ node, source });
  if (node.name === 'Number') return numberType(text);
  if (/^(?:Continued)?String$/.test(node.name))
    return /^[a-z]*b/i.test(text) ? 'expression' : 'string';
  if (node.name === 'ParenthesizedExpression') {
    const [inner] = itemsOf(node);
    return inner ? pythonType({ node: inner, source }) : 'expression';
  }
  if (node.name === 'UnaryExpression') {
    const [operator, operand] = childrenOf(node);
    if (operator?.name === 'not') return 'boolean';
    return operand ? pythonType({ node: operand, source }) : 'expression';
  }
  return shown[node.name] ?? 'expression';
}

/** Returns the elements between the brackets of a list, tuple or dictionary. */
function itemsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !/^[[\](){},:]$/.test(name));
}

function theOnly(node: SyntaxNode): SyntaxNode {
  const [only, ...more] = itemsOf(node);
  if (!only || more.length > 0) throw new NotALiteral();
  return only;
}

function stringPart(node: SyntaxNode): SyntaxNode {
  if (node.name !== 'String') throw new NotALiteral();
  return node;
}

function isFloat(text: string): boolean {
  return !/^0[xob]/i.test(text) && /[.eE]/.test(text);
}

function numberType(text: string): ParameterType {
  return isComplex(text) ? 'expression' : isFloat(text) ? 'number' : 'integer';
}

function isComplex(text: string): boolean {
  return /j$/i.test(text);
}

function readNumber(text: string): number | bigint {
  const digits = text.replaceAll('_', '');
  if (isComplex(digits)) throw new NotALiteral();
  const value = isFloat(digits) ? Number(digits) : wholeNumber(digits);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NotALiteral();
  return value;
}

function signed(node: SyntaxNode, source: string): ParameterValue {
  const [operator, operand, ...more] = childrenOf(node);
  if (operator?.name !== 'ArithOp' || !operand || more.length > 0) throw new NotALiteral();
  const value = pythonValue({ node: operand, source });
  if (typeof value !== 'number' && typeof value !== 'bigint') throw new NotALiteral();
  const sign = textOf({ node: operator, source });
  if (sign !== '-' && sign !== '+') throw new NotALiteral();
  if (sign === '+') return value;
  // An integer of Python has no `-0`.
  return value === 0 && pythonType({ node: operand, source }) === 'integer' ? 0 : -value;
}

function readString(text: string): string {
  const found = /^([a-z]*)("""|'''|"|')([\s\S]*)\2$/i.exec(text);
  if (!found) throw new NotALiteral();
  const [, prefix = '', , content = ''] = found;
  if (/[bf]/i.test(prefix)) throw new NotALiteral();
  if (/r/i.test(prefix)) return content;
  return unescape(content, escaped);
}

/** Python keeps the backslash of an escape that it does not know. The names of characters, as in `\N{BULLET}`, are not known here. */
function escaped(character: string): string {
  if (character === 'N') throw new NotALiteral();
  if (/["'\\]/.test(character)) return character;
  return character === 'a' ? '\x07' : `\\${character}`;
}

function readDictionary(node: SyntaxNode, source: string): ParameterValue {
  const items = itemsOf(node);
  const colons = childrenOf(node).filter(({ name }) => name === ':').length;
  if (items.length !== 2 * colons) throw new NotALiteral();
  const entries = Array.from({ length: colons }, (_, i): [string, ParameterValue] => {
    const [key, value] = [items[2 * i], items[2 * i + 1]];
    if (!key || !value) throw new NotALiteral();
    const name = pythonValue({ node: key, source });
    // JSON has no keys of other types.
    if (typeof name !== 'string') throw new NotALiteral();
    return [name, pythonValue({ node: value, source })];
  });
  return Object.fromEntries(entries);
}
