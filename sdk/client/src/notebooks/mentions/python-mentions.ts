import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { ifLiteral } from '../literal-text.js';
import { pythonString } from '../python-literal.js';
import { isForeignCell, parsableSource } from '../python-source.js';
import { childrenOf, textOf } from '../syntax.js';
import { mentionsIn, type Grammar, type Mentions } from './mentions.js';

/** Reads what a Python cell needs. */
export function pythonMentions(cell: string): Mentions {
  const source = cell.replace(/\r\n?/g, '\n');
  const code = isForeignCell(source) ? '' : parsableSource(source);
  return mentionsIn(parser.parse(code).topNode, grammarOf(source));
}

function grammarOf(source: string): Grammar {
  const written = (node: SyntaxNode) => textOf({ node, source });
  const textAt = (node: SyntaxNode) =>
    /^(?:Continued)?String$/.test(node.name)
      ? ifLiteral(() => pythonString({ node, source }))
      : undefined;
  return {
    textAt,
    modulesOf: node => (node.name === 'ImportStatement' ? importedBy(node).map(written) : []),
    variableAt: node => {
      const [object, bracket, key] = node.name === 'MemberExpression' ? childrenOf(node) : [];
      if (!object || !key || bracket?.name !== '[') return undefined;
      const name = /^(?:os\s*\.\s*)?environ$/.test(written(object)) ? textAt(key) : undefined;
      return name === undefined ? undefined : { name, isNeeded: !isTarget(node) };
    },
    callAt: node => {
      const [callee, list] = node.name === 'CallExpression' ? childrenOf(node) : [];
      if (!callee || !list) return undefined;
      // A keyword argument is its name, `=` and the value; `mode="w"` has the second place or a later one.
      const values = childrenOf(list).filter(
        ({ name }) => !/^(?:[(),]|AssignOp|VariableName)$/.test(name)
      );
      const [, first] = childrenOf(list);
      return {
        callee: written(callee),
        first,
        second: values.find(value => value.from !== first?.from)
      };
    }
  };
}

/** Returns the top-level modules of `import a.b, c as d` or `from a.b import c`; none of `from . import c`. */
function importedBy(statement: SyntaxNode): SyntaxNode[] {
  const children = childrenOf(statement);
  const isFrom = children[0]?.name === 'from';
  return children.filter((child, i) => {
    const before = children[i - 1]?.name;
    const isTop = isFrom ? i === 1 : before === 'import' || before === ',';
    return isTop && child.name === 'VariableName';
  });
}

/** True for `x = …` and `del x`, which need no value of `x`. */
function isTarget(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.name === 'DeleteStatement') return true;
  return parent?.name === 'AssignStatement' && node.from === parent.from;
}
