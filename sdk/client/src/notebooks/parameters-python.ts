import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { UNKNOWN } from './annotation.js';
import { pythonAnnotation } from './annotation-python.js';
import { parametersOf, type Declaration } from './declared.js';
import { ifLiteral } from './literal-text.js';
import type { Parameter, ParameterValue } from './parameter.js';
import { nameOf, reboundNames } from './python-names.js';
import { pythonString, pythonType, pythonValue } from './python-literal.js';
import { isForeignCell, parsableSource } from './python-source.js';
import { childrenOf, commentAfter, isWhole, textOf } from './syntax.js';

/** Reads the assignments of a Python cell that are statements of their own: `name = value`, `name: int = value`, `name: int`, then `# help`. */
export function pythonParameters(cell: string): Parameter[] {
  const source = cell.replace(/\r\n?/g, '\n');
  if (isForeignCell(source)) return [];
  const statements = childrenOf(parser.parse(parsableSource(source)).topNode).flatMap(node =>
    node.name === 'StatementGroup' ? childrenOf(node) : [node]
  );
  const [first] = statements;
  // After an error, the parser takes statements of a block for those of the cell.
  const isOfCell = (node: SyntaxNode) =>
    first !== undefined && indentOf(node, source) === indentOf(first, source);
  return parametersOf(
    statements.flatMap(node => [
      ...reboundNames(node, source).map(rebound => ({ rebound })),
      ...(node.name === 'AssignStatement' && isOfCell(node) && isWhole(node)
        ? declarationsOf(node, source)
        : [])
    ])
  );
}

function indentOf({ from }: SyntaxNode, source: string): string {
  const line = source.slice(source.lastIndexOf('\n', from - 1) + 1);
  return /^[^\S\n\f]*/.exec(line.replace(/^\f+/, ''))?.[0] ?? '';
}

/** Reads a Python literal that a user typed; undefined for any other text. */
export function pythonLiteral(text: string): ParameterValue | undefined {
  const [statement, ...more] = childrenOf(parser.parse(parsableSource(text.trim())).topNode);
  const expression = statement?.name === 'ExpressionStatement' ? statement.firstChild : null;
  if (!expression || more.length > 0 || !isWhole(expression)) return undefined;
  return valueOf(expression, text.trim());
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
    annotated: annotation === undefined ? UNKNOWN : pythonAnnotation(annotation)
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
  const targets: SyntaxNode[][] = [[]];
  for (const child of lastAssign === -1 ? children : children.slice(0, lastAssign))
    if (child.name === 'AssignOp') targets.push([]);
    else if (child.name !== 'TypeDef') targets.at(-1)?.push(child);
  return targets.flatMap(([target, ...more]) => {
    const only = target && more.length === 0 ? withoutBrackets(target) : undefined;
    return only?.name === 'VariableName' ? [nameOf(only, source)] : [];
  });
}

function withoutBrackets(node: SyntaxNode): SyntaxNode {
  const [, inner] = node.name === 'ParenthesizedExpression' ? childrenOf(node) : [];
  return inner ? withoutBrackets(inner) : node;
}

function annotationOf(typed: SyntaxNode, source: string): string {
  const written = typed.lastChild;
  const text = textOf({ node: typed, source }).replace(/^:\s*/, '').trim();
  const isQuoted = written?.name === 'String' || written?.name === 'ContinuedString';
  return (isQuoted && ifLiteral(() => pythonString({ node: written, source }))) || text;
}

/** Splits `type: float  # help`; an annotation in the code takes precedence over a type comment. */
function typeComment(
  comment: string | undefined,
  annotation: string | undefined
): { annotation?: string; help?: string } {
  const text = comment?.startsWith('type:') ? comment.slice('type:'.length).trim() : '';
  const [type = '', ...help] = text.split('#');
  if (type === '' || /^ignore\b/.test(type)) return { annotation, help: comment };
  return {
    annotation: annotation ?? type.trimEnd(),
    help: help.length > 0 ? help.join('#').trimStart() : undefined
  };
}

function valueOf(node: SyntaxNode, source: string): ParameterValue | undefined {
  return ifLiteral(() => pythonValue({ node, source }));
}

function tupleOf(items: (ParameterValue | undefined)[]): ParameterValue[] | undefined {
  return items.every(item => item !== undefined) ? items : undefined;
}
