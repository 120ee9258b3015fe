const QUOTE = '"';
const STARTS = '-NI';
/** Numbers that Python writes and JSON does not have. */
const word = /-?(?:NaN|Infinity)/y;

/** Quotes the numbers `NaN`, `Infinity` and `-Infinity`, which Python writes among the values of JSON. */
export function quotePythonNumbers(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    if (!STARTS.includes(text.charAt(at))) continue;
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found === undefined) continue;
    parts.push(text.slice(done, at), QUOTE, found, QUOTE);
    done = at + found.length;
    at = done - 1;
  }
  return parts.join('') + text.slice(done);
}

/** Returns the position of the quote that ends the string, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === '\\' ? 2 : 1;
  return at;
}
