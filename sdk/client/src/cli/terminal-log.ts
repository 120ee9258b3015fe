/** A complete control sequence: a colour and the like, a string command such as OSC 52, or a short escape. */
const SEQUENCE =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u009c|\u001b\\)?|\u001b[ -/]*[0-~]/
    .source;
/** Control characters except the tab and the line end, and the bidirectional controls. */
const CONTROL = /(?![\t\n])\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.source;
const UNSAFE = new RegExp(`${SEQUENCE}|\\r\\n?|${CONTROL}`, 'gu');

/** A sequence that sets the style of text (SGR). */
const STYLE = /^\u001b\[[0-9;:]*m$/;

/** The start of a sequence at the end of a piece; the first group is the introducer of a string command. */
const OPEN_SEQUENCE =
  /(\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f\n]*\u001b?$|(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]*$|\u001b[ -/]*$|\r$/u;

const RESET_STYLE = '\u001b[0m';

/**
 * Filters a log for a terminal: colours and other styles stay; cursor movements, clipboard and title commands, and all
 * other control characters are removed. A carriage return ends a line, so that no text overwrites another.
 */
export class TerminalLog {
  private readonly decoder = new TextDecoder();
  private open = '';
  private isStyled = false;

  /** Returns what to write for the next piece of the log. */
  next(bytes: Uint8Array): string {
    return this.filter(this.open + this.decoder.decode(bytes, { stream: true }));
  }

  /** Returns what to write at the end: resets the style of the terminal. */
  end(): string {
    this.open = '';
    const rest = this.decoder.decode();
    return rest + (this.isStyled ? RESET_STYLE : '');
  }

  private filter(text: string): string {
    const open = OPEN_SEQUENCE.exec(text);
    // Of a string command the content is dropped at once: it may be long.
    this.open = open
      ? (open[1] ?? open[0]) + (open[1] && open[0].endsWith('\u001b') ? '\u001b' : '')
      : '';
    const complete = open ? text.slice(0, open.index) : text;
    return complete.replace(UNSAFE, found => {
      if (found.startsWith('\r')) return '\n';
      if (!STYLE.test(found)) return '';
      this.isStyled = true;
      return found;
    });
  }
}
