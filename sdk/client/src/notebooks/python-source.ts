/** Cell magics of IPython whose cell is not Python of this kernel, or does not keep its variables. */
const foreignMagic =
  /^(?:[^\S\n]*\n)*%%(?:!|(?:bash|cmd|file|html|javascript|js|latex|markdown|perl|pypy|python[23]?|ruby|script|sh|svg|sx|system|timeit|writefile)\b)/i;

/** True for a cell whose first line hands it to another language, such as `%%bash`. */
export function isForeignCell(source: string): boolean {
  return foreignMagic.test(source);
}

/** The tokens that decide what is code: what a comment or a string contains is neither a number nor a line of IPython. */
const tokens = new RegExp(
  [
    /(?<skipped>#[^\n]*|"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\\\n)/,
    /(?<opened>[([{])/,
    /(?<closed>[)\]}])/,
    /(?<number>(?<![\w.\u0080-\uffff])\d[\d_]*)\.(?!\d)/,
    /(?<word>\bprint(?=[^\S\n]*[:=]))/,
    /(?<assigned>=[^\S\n]*)[!%](?!=)(?:\\\n|[^\n])*/,
    /(?<![^\n])(?<indent>[^\S\n]*)(?:[%!?,;/]|%{0,2}[\w.*[\]-]+\?{1,2}[^\S\n]*(?![^\n]))(?:\\\n|[^\n])*/
  ]
    .map(({ source }) => source)
    .join('|'),
  'g'
);

/**
 * Returns the source as the parser reads all of it. What Python or IPython accepts and the parser does not is replaced by as many
 * characters that it accepts: `1.`, the name `print`, and lines such as `%matplotlib inline`, `!ls`, `files = !ls` and `name?`.
 */
export function parsableSource(source: string): string {
  let depth = 0;
  return source.replace(tokens, (text: string, ...found: unknown[]) => {
    const { opened, closed, number, word, assigned, indent } = found.at(-1) as Found;
    if (opened !== undefined) depth += 1;
    if (closed !== undefined) depth = Math.max(0, depth - 1);
    if (number !== undefined) return `${number}0`;
    if (word !== undefined) return '_'.repeat(word.length);
    const kept = assigned ?? indent;
    // Inside brackets, a line may begin with an operator or a comma.
    return kept === undefined || depth > 0 ? text : `${kept}_${blank(text.slice(kept.length + 1))}`;
  });
}

type Found = Partial<
  Record<'opened' | 'closed' | 'number' | 'word' | 'assigned' | 'indent', string>
>;

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
