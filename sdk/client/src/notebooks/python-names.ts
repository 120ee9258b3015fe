import type { SyntaxNode } from '@lezer/common';
import { childrenOf, textOf } from './syntax.js';

/** Returns a name as Python knows it: `ﬁ` and `fi` are the same variable. */
export function nameOf(node: SyntaxNode, source: string): string {
  return textOf({ node, source }).normalize('NFKC');
}

/** Returns the names that a statement gives another value, in a block of it too: `x += 1`, `x, y = 1, 2`, `for x in y:`, `del x`. */
export function reboundNames(node: SyntaxNode, source: string): string[] {
  // Names of their own.
  if (/^(?:Function|Class)Definition$|^Lambda/.test(node.name)) return [];
  const children = childrenOf(node);
  const targets = targetsOf(node.name, children).flatMap(target => namesIn(target, source));
  return [...targets, ...children.flatMap(child => reboundNames(child, source))];
}

function targetsOf(statement: string, children: SyntaxNode[]): SyntaxNode[] {
  const after = (word: string) => children.slice(children.findIndex(c => c.name === word) + 1);
  const before = (word: string) =>
    children.slice(
      0,
      Math.max(
        0,
        children.findLastIndex(c => c.name === word)
      )
    );
  switch (statement) {
    case 'AssignStatement':
      return before('AssignOp');
    case 'UpdateStatement':
    case 'NamedExpression':
      return children.slice(0, 1);
    case 'ForStatement':
      return before('in');
    case 'DeleteStatement':
      return children;
    case 'WithStatement':
      return children.some(c => c.name === 'as') ? after('as').slice(0, 1) : [];
    default:
      return [];
  }
}

function namesIn(node: SyntaxNode, source: string): string[] {
  if (node.name === 'VariableName') return [nameOf(node, source)];
  const isGroup = /^(?:Tuple|Array|Parenthesized)Expression$/.test(node.name);
  return isGroup ? childrenOf(node).flatMap(child => namesIn(child, source)) : [];
}
