/** A here-document that a line opens, as in `cat <<EOF`. */
export interface HereDocument {
  /** The line that ends it. */
  end: string;
  /** True if the tabs at the beginning of its lines are removed: `<<-EOF`. */
  isIndented: boolean;
  /** True if its text is taken as it is: `<<"EOF"`. */
  isQuoted: boolean;
}

const opening = /^\d*<<(-?)(?:(\w+)|"(\w+)"|'(\w+)')(?=[\s;&|)>]|$)/;
const token = /'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|\s+|[^\s'"\\]+|[\s\S]/y;

/** Returns the here-document that a text begins with, and the length of the word that opens it. */
export function documentAt(text: string): (HereDocument & { length: number }) | undefined {
  const [all, dash, plain, double, single] = opening.exec(text) ?? [];
  const end = plain ?? double ?? single;
  if (all === undefined || end === undefined) return undefined;
  return { end, isIndented: dash === '-', isQuoted: plain === undefined, length: all.length };
}

/** Returns the here-documents that a line opens, in order. */
export function openedDocuments(line: string): HereDocument[] {
  const found: HereDocument[] = [];
  let startsWord = true;
  for (let at = 0; at < line.length;) {
    const document = startsWord ? documentAt(line.slice(at, at + MAX_OPENING_LENGTH)) : undefined;
    if (document) found.push(document);
    token.lastIndex = at;
    const text = document ? line.slice(at, at + document.length) : (token.exec(line)?.[0] ?? ' ');
    startsWord = /^\s/.test(text);
    at += text.length;
  }
  return found;
}

/** The names of here-documents are short. */
const MAX_OPENING_LENGTH = 100;

/** Takes the lines of a here-document; one that never ends takes all. `next` returns undefined after the last line. */
export function takeDocument(
  { end, isIndented }: HereDocument,
  next: () => string | undefined
): { lines: string[]; text: string } {
  const lines: string[] = [];
  const body: string[] = [];
  for (let line = next(); line !== undefined; line = next()) {
    const plain = isIndented ? line.replace(/^\t+/, '') : line;
    lines.push(line);
    if (plain.trimEnd() === end) break;
    body.push(plain);
  }
  return { lines, text: body.map(line => `${line}\n`).join('') };
}
