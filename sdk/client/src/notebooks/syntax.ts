import type { SyntaxNode } from '@lezer/common';

/** A node of a syntax tree with the text of its source. */
export interface Code {
  node: SyntaxNode;
  source: string;
}

/** Returns the children of a node, without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!/Comment$/.test(child.name)) children.push(child);
  return children;
}

export function textOf({ node, source }: Code): string {
  return source.slice(node.from, node.to);
}

/** True when the parser found no error in the node. */
export function isWhole(node: SyntaxNode): boolean {
  let whole = true;
  node.cursor().iterate(({ type }) => {
    if (type.isError) whole = false;
    return whole;
  });
  return whole;
}

/** Returns the comment that follows a statement on its last line; `marks` matches the rest of the line and captures the comment. */
export function commentAfter({ node, source }: Code, marks: RegExp): string | undefined {
  const end = source.indexOf('\n', node.to);
  const line = source.slice(node.to, end === -1 ? undefined : end);
  const found = marks.exec(line);
  const text = (found?.[1] ?? found?.[2])?.trim();
  return text === '' ? undefined : text;
}

/** A whole number as a number, or as a bigint where a number would not be exact. */
export function wholeNumber(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
