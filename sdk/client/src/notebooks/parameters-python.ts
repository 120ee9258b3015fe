import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { parametersOf, type Declaration } from './declared.js';
import { ifLiteral } from './literal-text.js';
import type { Parameter, ParameterType, ParameterValue } from './parameter.js';
import { pythonType, pythonValue } from './python-literal.js';
import { childrenOf, commentAfter, isWhole, textOf } from './syntax.js';

const types: Record<string, ParameterType> = {
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
  none: 'null',
  nonetype: 'null'
};

/** Reads the assignments of a Python cell that are statements of their own: `name = value`, `name: int = value`, `name: int`, then `# help`. */
export function pythonParameters(cell: string): Parameter[] {
  const source = cell.replace(/\r\n?/g, '\n');
  const statements = childrenOf(parser.parse(source).topNode).flatMap(node =>
    node.name === 'StatementGroup' ? childrenOf(node) : [node]
  );
  return parametersOf(
    statements
      .filter(node => node.name === 'AssignStatement' && !isMagic(node, source) && isWhole(node))
      .flatMap(node => declarationsOf(node, source))
  );
}

/** Reads a Python literal that a user typed; undefined for any other text. */
export function pythonLiteral(text: string): ParameterValue | undefined {
  const [statement, ...more] = childrenOf(parser.parse(text.trim()).topNode);
  const expression = statement?.name === 'ExpressionStatement' ? statement.firstChild : null;
  if (!expression || more.length > 0 || !isWhole(expression)) return undefined;
  return valueOf(expression, text.trim());
}

/** True for a line of IPython: `%env A=1` and `!export A=1` are no assignments. */
function isMagic({ from }: SyntaxNode, source: string): boolean {
  return /^\s*[%!]/.test(source.slice(source.lastIndexOf('\n', from - 1) + 1));
}

function declarationsOf(statement: SyntaxNode, source: string): Declaration[] {
  const children = childrenOf(statement);
  const typed = children.find(({ name }) => name === 'TypeDef');
  const lastAssign = children.findLastIndex(({ name }) => name === 'AssignOp');
  const targets = targetsOf(children, lastAssign, source);
  const values = children.slice(lastAssign + 1).filter(({ name }) => name !== ',');
  const comment = commentAfter({ node: statement, source }, /^[\s;,]*#(.*)$/);
  const { annotation, help } = typeComment(comment, typed && annotationOf(typed, source));
  const [first] = values;
  // `x = 1, 2` is a tuple without parentheses.
  const isTuple = lastAssign !== -1 && children.slice(lastAssign).some(({ name }) => name === ',');
  const shared = {
    annotation,
    help,
    annotated: annotatedType(annotation),
    nullable: /\bNone\b|\bOptional\b/.test(annotation ?? '')
  };
  if (lastAssign === -1 || !first)
    return targets.map(name => ({ ...shared, name, text: '', shown: 'expression' }));
  const items = values.map(node => valueOf(node, source));
  const text = source.slice(first.from, statement.to);
  const shown = isTuple ? 'array' : pythonType({ node: first, source });
  const value = isTuple ? tupleOf(items) : items[0];
  return targets.map(name => ({ ...shared, name, text, value, shown }));
}

/** Returns the names that the statement assigns to: `a = b = 1` has two. Elements of other objects and unpacked tuples are none. */
function targetsOf(children: SyntaxNode[], lastAssign: number, source: string): string[] {
  const before = lastAssign === -1 ? children : children.slice(0, lastAssign);
  if (before.some(({ name }) => name === ',')) return [];
  return before.filter(({ name }) => name === 'VariableName').map(node => textOf({ node, source }));
}

function annotationOf(typed: SyntaxNode, source: string): string {
  const text = textOf({ node: typed, source }).replace(/^:\s*/, '').trim();
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}

/** Splits `type: float  # help`; an annotation in the code takes precedence over a type comment. */
function typeComment(
  comment: string | undefined,
  annotation: string | undefined
): { annotation?: string; help?: string } {
  const found = /^type:\s*(?!ignore\b)([^#]+?)\s*(?:#\s*(.*))?$/.exec(comment ?? '');
  if (!found) return { annotation, help: comment };
  return { annotation: annotation ?? found[1], help: found[2] };
}

function valueOf(node: SyntaxNode, source: string): ParameterValue | undefined {
  return ifLiteral(() => pythonValue({ node, source }));
}

function tupleOf(items: (ParameterValue | undefined)[]): ParameterValue[] | undefined {
  return items.every(item => item !== undefined) ? items : undefined;
}

function annotatedType(annotation: string | undefined): ParameterType | undefined {
  const bare = annotation
    ?.replace(/^(?:typing\.)?(?:Optional|Final|Annotated|ClassVar)\[(.*)\]$/, '$1')
    .replace(/\s*\|\s*None\b|\bNone\s*\|\s*/g, '')
    .replace(/^typing\./, '')
    .replace(/\[[\s\S]*\]$/, '')
    .trim()
    .toLowerCase();
  return bare === undefined ? undefined : types[bare];
}
