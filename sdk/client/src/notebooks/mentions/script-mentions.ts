import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { ifLiteral } from '../literal-text.js';
import { scriptValue } from '../script-literal.js';
import { childrenOf, textOf } from '../syntax.js';
import { mentionsIn, type Grammar, type Mentions } from './mentions.js';

const typescript = parser.configure({ dialect: 'ts' });

/** Where `process.env.NAME` stands if it is not only tested, or given a default. */
const NEEDED = /^(?:VariableDeclaration|ArgList|PostfixExpression|Interpolation|Property)$/;

/** Reads what a TypeScript or JavaScript cell needs. */
export function scriptMentions(cell: string): Mentions {
  const source = cell.replace(/\r\n?/g, '\n');
  return mentionsIn(typescript.parse(source).topNode, grammarOf(source));
}

function grammarOf(source: string): Grammar {
  const written = (node: SyntaxNode) => textOf({ node, source });
  const textAt = (node: SyntaxNode) => {
    const value =
      node.name === 'String' ? ifLiteral(() => scriptValue({ node, source })) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const callAt: Grammar['callAt'] = node => {
    const [callee, list] = node.name === 'CallExpression' ? childrenOf(node) : [];
    if (!callee || !list) return undefined;
    const [, first, , second] = childrenOf(list);
    return { callee: written(callee), first, second };
  };
  return {
    textAt,
    callAt,
    modulesOf: node => {
      const isImport = /^(?:Import|Export)Declaration$|^DynamicImport$/.test(node.name);
      const { callee, first } = callAt(node) ?? {};
      const named = isImport ? childrenOf(node) : callee === 'require' && first ? [first] : [];
      return named.map(textAt).filter(text => text !== undefined);
    },
    variableAt: node => {
      const [object, mark, key] = node.name === 'MemberExpression' ? childrenOf(node) : [];
      if (!object || !key || !/^process\s*\.\s*env$/.test(written(object))) return undefined;
      const name = mark?.name === '[' ? textAt(key) : written(key);
      return name === undefined
        ? undefined
        : { name, isNeeded: NEEDED.test(node.parent?.name ?? '') };
    }
  };
}
