import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const sources = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Returns the strings that the sidebar shows: each text with its plural, or null for one without.
 *
 * @returns {Map<string, string | null>}
 */
export function shownStrings() {
  const found = new Map();
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || /\.test(-support)?\./.test(file)) continue;
    const text = readFileSync(path.join(sources, file), 'utf8');
    collect(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), found);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Collects the texts of `trans.__(text, …)` and `trans._n(text, plural, …)` below a node. */
function collect(node, found) {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const method = node.expression.name.text;
    const [text, plural] = node.arguments;
    if (method === '__') found.set(literal(text), null);
    if (method === '_n') found.set(literal(text), literal(plural));
  }
  node.forEachChild(child => {
    collect(child, found);
  });
}

function literal(node) {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  const file = node?.getSourceFile().fileName;
  throw new Error(`${file}: the text ${node?.getText()} is computed, so it cannot be translated.`);
}
