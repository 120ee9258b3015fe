/** The syntax of comments and strings of a language. */
export interface Syntax {
  /** Start of a comment to the end of the line. */
  lineComment: string;
  blockComment?: { open: string; close: string };
  /** Longest first, so that `"""` is not read as `""`. */
  quotes: readonly string[];
  /** Quotes of strings that can contain line breaks. */
  longQuotes: readonly string[];
}

/** One statement of a cell, and the comment at the end of its last line. */
export interface Statement {
  code: string;
  comment?: string;
}

const opening = '([{';
const closing = ')]}';

/**
 * Splits a cell into statements at line ends and semicolons outside brackets and quotes. This is sufficient for the
 * assignments of a parameters cell; it is not a parser of the language.
 */
export function scanStatements(source: string, syntax: Syntax): Statement[] {
  return new Scanner(source.replace(/\r\n?/g, '\n'), syntax).scan();
}

class Scanner {
  private readonly statements: Statement[] = [];
  private code = '';
  private depth = 0;
  private at = 0;
  /** The statement that ended on the current line: a comment that follows belongs to it. */
  private onThisLine?: Statement;

  constructor(
    private readonly source: string,
    private readonly syntax: Syntax
  ) {}

  scan(): Statement[] {
    while (this.at < this.source.length) {
      if (!this.skipComment() && !this.takeText()) this.takeCharacter();
    }
    this.finish();
    return this.statements;
  }

  private looksAt(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private skipComment(): boolean {
    const { lineComment, blockComment } = this.syntax;
    if (this.looksAt(lineComment)) {
      const end = this.indexOf('\n', this.at);
      const comment = this.source.slice(this.at + lineComment.length, end).trim();
      this.at = end;
      if (this.depth === 0) this.finish();
      if (this.onThisLine && comment && this.depth === 0) this.onThisLine.comment = comment;
      return true;
    }
    if (!blockComment || !this.looksAt(blockComment.open)) return false;
    const end = this.indexOf(blockComment.close, this.at + blockComment.open.length);
    this.at = Math.min(end + blockComment.close.length, this.source.length);
    return true;
  }

  private takeText(): boolean {
    const quote = this.syntax.quotes.find(q => this.looksAt(q));
    if (quote === undefined) return false;
    const start = this.at;
    const isLong = this.syntax.longQuotes.includes(quote);
    this.at += quote.length;
    while (this.at < this.source.length && !this.looksAt(quote)) {
      if (!isLong && this.looksAt('\n')) break;
      this.at += this.looksAt('\\') ? 2 : 1;
    }
    if (this.looksAt(quote)) this.at += quote.length;
    this.code += this.source.slice(start, this.at);
    return true;
  }

  private takeCharacter(): void {
    const c = this.source.charAt(this.at++);
    const ends = (c === '\n' || c === ';') && this.depth === 0;
    if (opening.includes(c)) this.depth++;
    if (closing.includes(c)) this.depth = Math.max(0, this.depth - 1);
    if (!ends) this.code += c;
    else this.finish();
    if (c === '\n') this.onThisLine = undefined;
  }

  private finish(): void {
    const code = this.code.trim();
    this.code = '';
    if (!code) return;
    this.onThisLine = { code };
    this.statements.push(this.onThisLine);
  }

  private indexOf(text: string, from: number): number {
    const found = this.source.indexOf(text, from);
    return found === -1 ? this.source.length : found;
  }
}
