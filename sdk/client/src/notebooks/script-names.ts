import type { SyntaxNode } from '@lezer/common';
import { childrenOf, textOf } from './syntax.js';

/** Returns the variables that a statement gives another value, in a block of it too: `x = 2`, `x += 1`, `x++`. */
export function reboundNames(node: SyntaxNode, source: string): string[] {
  // They run later, or never.
  if (/Function|Class|Method/.test(node.name)) return [];
  const children = childrenOf(node);
  const names = targetsOf(node.name, children, source)
    .filter(({ name }) => name === 'VariableName')
    .map(target => textOf({ node: target, source }));
  return [...names, ...children.flatMap(child => reboundNames(child, source))];
}

function targetsOf(name: string, children: SyntaxNode[], source: string): SyntaxNode[] {
  switch (name) {
    case 'AssignmentExpression':
      return children.slice(0, 1);
    case 'ForOfSpec':
    case 'ForInSpec':
      return children.slice(0, 2);
    case 'PostfixExpression':
    case 'UnaryExpression':
      return children.some(node => /^(?:\+\+|--)$/.test(textOf({ node, source }))) ? children : [];
    default:
      return [];
  }
}
