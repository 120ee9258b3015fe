import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from '../syntax.js';

/** What a cell needs from outside of the notebook, as far as its code shows it without being run. */
export interface Mentions {
  /** Paths that it reads: texts that are the first argument of a function such as `open` or `read_csv`. */
  reads: string[];
  /** Modules that it imports: top-level names of Python, the paths of TypeScript. */
  modules: string[];
  /** Environment variables that it cannot do without. */
  variables: string[];
  /** Other texts of the cell, such as a path that it writes, and variables that it sets or tests. */
  others: string[];
}

/** How a language says what it needs. */
export interface Grammar {
  /** The value of a node that is a text. */
  textAt(node: SyntaxNode): string | undefined;
  /** The modules that a statement imports. */
  modulesOf(node: SyntaxNode): string[];
  /** The environment variable that an expression reads or sets. */
  variableAt(node: SyntaxNode): { name: string; isNeeded: boolean } | undefined;
  /** The function of a call as it is written, and its first two arguments. */
  callAt(node: SyntaxNode): { callee: string; first?: SyntaxNode; second?: SyntaxNode } | undefined;
}

/** Functions that read a file whose path is their first argument. */
const READERS =
  /(?:^|\.)\s*(?:open|read_\w+|load|loadtxt|genfromtxt|imread|load_\w+|readFile|readFileSync|createReadStream)$/;

/** Collects what a tree mentions. What is imported or read in a `try` is no need. */
export function mentionsIn(top: SyntaxNode, grammar: Grammar): Mentions {
  const found: Mentions = { reads: [], modules: [], variables: [], others: [] };
  const paths = new Set<number>();
  const visit = (node: SyntaxNode, isTried: boolean): void => {
    const text = grammar.textAt(node);
    if (text !== undefined) (paths.has(node.from) ? found.reads : found.others).push(text);
    const variable = text === undefined ? grammar.variableAt(node) : undefined;
    if (variable) {
      const isNeeded = variable.isNeeded && !isTried;
      (isNeeded ? found.variables : found.others).push(variable.name);
      return;
    }
    if (!isTried) found.modules.push(...grammar.modulesOf(node));
    const path = readPath(node, grammar);
    if (path) paths.add(path.from);
    for (const child of childrenOf(node)) visit(child, isTried || node.name === 'TryStatement');
  };
  visit(top, false);
  return found;
}

function readPath(node: SyntaxNode, grammar: Grammar): SyntaxNode | undefined {
  const { callee = '', first, second } = grammar.callAt(node) ?? {};
  if (!READERS.test(callee)) return undefined;
  const mode = second && grammar.textAt(second);
  return mode === undefined || !callee.endsWith('open') || /^r[bt]?$/.test(mode)
    ? first
    : undefined;
}
