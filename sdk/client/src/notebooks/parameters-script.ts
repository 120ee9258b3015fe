import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { UNKNOWN } from './annotation.js';
import { ScriptAnnotations, typeAliases } from './annotation-script.js';
import { parametersOf, type Declaration } from './declared.js';
import { ifLiteral } from './literal-text.js';
import type { Parameter, ParameterValue } from './parameter.js';
import { reboundNames } from './script-names.js';
import { scriptType, scriptValue } from './script-literal.js';
import { childrenOf, commentAfter, isWhole, textOf } from './syntax.js';

const typescript = parser.configure({ dialect: 'ts' });
const expression = parser.configure({ top: 'SingleExpression' });

/** Reads the variables of a TypeScript or JavaScript cell: `let name: number = value; // help`, also without a value. */
export function scriptParameters(cell: string): Parameter[] {
  const source = cell.replace(/\r\n?/g, '\n');
  const statements = childrenOf(typescript.parse(source).topNode).map(node =>
    node.name === 'ExportDeclaration' ? (node.lastChild ?? node) : node
  );
  const annotations = new ScriptAnnotations(source, typeAliases(statements, source));
  return parametersOf(
    statements.flatMap(node => [
      ...reboundNames(node, source).map(rebound => ({ rebound })),
      ...(node.name === 'VariableDeclaration' && isReadable(node, source)
        ? declarationsOf(node, source, annotations)
        : [])
    ])
  );
}

/** True when the parser knows everything but an annotation: it does not read `let x!: number` and the labels of `[a?: number]`. */
function isReadable(statement: SyntaxNode, source: string): boolean {
  return childrenOf(statement).every(
    node => node.name === 'TypeAnnotation' || isDefinite(node, source) || isWhole(node)
  );
}

function isDefinite(node: SyntaxNode, source: string): boolean {
  return node.type.isError && textOf({ node, source }) === '!';
}

/** Reads a literal that a user typed, such as JSON or `{ a: 1 }`; undefined for any other text. */
export function scriptLiteral(text: string): ParameterValue | undefined {
  const tree = expression.parse(text).topNode;
  const [node, ...more] = childrenOf(tree);
  return node && more.length === 0 && isWhole(tree) ? valueOf(node, text) : undefined;
}

function declarationsOf(
  statement: SyntaxNode,
  source: string,
  annotations: ScriptAnnotations
): Declaration[] {
  const help = commentAfter({ node: statement, source }, /^[\s;,]*(?:\/\/(.*)|\/\*(.*)\*\/\s*)$/);
  const parts = childrenOf(statement).filter(node => !isDefinite(node, source));
  return declarators(parts).flatMap(([target, ...rest]) => {
    if (target?.name !== 'VariableDefinition') return [];
    const typed = rest.find(({ name }) => name === 'TypeAnnotation');
    const value = rest.at(-1)?.name === 'TypeAnnotation' ? undefined : rest.at(-1);
    const annotation = typed && textOf({ node: typed, source }).replace(/^:\s*/, '').trim();
    const shared = {
      name: textOf({ node: target, source }),
      annotation,
      help,
      annotated: typed ? annotations.read(typed.lastChild ?? typed) : UNKNOWN
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
