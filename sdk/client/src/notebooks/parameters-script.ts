import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { parametersOf, type Declaration } from './declared.js';
import { ifLiteral } from './literal-text.js';
import type { Parameter, ParameterType, ParameterValue } from './parameter.js';
import { scriptType, scriptValue } from './script-literal.js';
import { childrenOf, commentAfter, isWhole, textOf } from './syntax.js';

const typescript = parser.configure({ dialect: 'ts' });
const expression = parser.configure({ top: 'SingleExpression' });

/** Reads the variables of a TypeScript or JavaScript cell: `let name: number = value; // help`, also without a value. */
export function scriptParameters(cell: string): Parameter[] {
  const source = cell.replace(/\r\n?/g, '\n');
  return parametersOf(
    childrenOf(typescript.parse(source).topNode)
      .map(node => (node.name === 'ExportDeclaration' ? (node.lastChild ?? node) : node))
      .filter(node => node.name === 'VariableDeclaration' && isWhole(node))
      .flatMap(node => declarationsOf(node, source))
  );
}

/** Reads a literal that a user typed, such as JSON or `{ a: 1 }`; undefined for any other text. */
export function scriptLiteral(text: string): ParameterValue | undefined {
  const tree = expression.parse(text).topNode;
  const [node, ...more] = childrenOf(tree);
  return node && more.length === 0 && isWhole(tree) ? valueOf(node, text) : undefined;
}

function declarationsOf(statement: SyntaxNode, source: string): Declaration[] {
  const help = commentAfter({ node: statement, source }, /^[\s;,]*(?:\/\/(.*)|\/\*(.*)\*\/\s*)$/);
  return declarators(childrenOf(statement)).flatMap(parts => {
    const [target, ...rest] = parts;
    if (target?.name !== 'VariableDefinition') return [];
    const typed = rest.find(({ name }) => name === 'TypeAnnotation');
    const value = rest.at(-1)?.name === 'TypeAnnotation' ? undefined : rest.at(-1);
    const annotation = typed && textOf({ node: typed, source }).replace(/^:\s*/, '').trim();
    const shared = {
      name: textOf({ node: target, source }),
      annotation,
      help,
      annotated: typed && annotatedType(typed.lastChild ?? typed, source),
      nullable: /\bnull\b|\bundefined\b/.test(annotation ?? '')
    };
    if (!value) return { ...shared, text: '', shown: 'expression' };
    return {
      ...shared,
      text: textOf({ node: value, source }),
      value: valueOf(value, source),
      shown: scriptType({ node: value, source })
    };
  });
}

/** Splits `let a = 1, b = 2` into the parts of each variable. */
function declarators(children: SyntaxNode[]): SyntaxNode[][] {
  const found: SyntaxNode[][] = [[]];
  for (const child of children) {
    if (/^(let|var|const|;)$/.test(child.name)) continue;
    if (child.name === ',') found.push([]);
    else found.at(-1)?.push(child);
  }
  return found;
}

function valueOf(node: SyntaxNode, source: string): ParameterValue | undefined {
  return ifLiteral(() => scriptValue({ node, source }));
}

/** Returns the type that an annotation names; of a union, the type that all its members but null share. */
function annotatedType(node: SyntaxNode, source: string): ParameterType | undefined {
  switch (node.name) {
    case 'TypeName':
    case 'ParameterizedType':
      return named[textOf({ node: node.firstChild ?? node, source })];
    case 'ArrayType':
    case 'TupleType':
      return 'array';
    case 'ObjectType':
      return 'object';
    case 'LiteralType':
      return node.lastChild ? scriptType({ node: node.lastChild, source }) : undefined;
    case 'ReadonlyType':
    case 'ParenthesizedType':
    case 'UnionType':
      return shared(memberTypes(node, source));
    default:
      return undefined;
  }
}

function shared<T>([first, ...others]: T[]): T | undefined {
  return others.every(other => other === first) ? first : undefined;
}

/** The named types, with and without type arguments. */
const named: Readonly<Record<string, ParameterType | undefined>> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  bigint: 'bigint',
  object: 'object',
  Array: 'array',
  ReadonlyArray: 'array',
  Record: 'object',
  Partial: 'object',
  Required: 'object',
  Readonly: 'object'
};

function memberTypes(node: SyntaxNode, source: string): (ParameterType | undefined)[] {
  return childrenOf(node)
    .filter(({ name }) => !/^(LogicOp|readonly|NullType|[()])$/.test(name))
    .filter(member => textOf({ node: member, source }) !== 'undefined')
    .map(member => annotatedType(member, source));
}
