/**
 * The quotes around a position of a Bash command: `none` between words, `ansi` in `$'…'`; `document` in a here-document, and `verbatim` in
 * one whose delimiter is quoted.
 */
export type Quotes = 'none' | 'single' | 'double' | 'ansi' | 'document' | 'verbatim';

type Context = 'command' | 'substitution' | 'backticks' | 'arithmetic' | Exclude<Quotes, 'none'>;

interface Document {
  /** The line that ends it. */
  end: string;
  isVerbatim: boolean;
  /** Set by `<<-`, which removes the tabs at the start of each line. */
  stripsTabs: boolean;
}

/** A text that opens or closes quotes, or is skipped as a whole. */
interface Step {
  text: string;
  length?: number;
  opens?: Context;
  closes?: true;
}

const expansions: readonly Step[] = [
  { text: '\\', length: 2 },
  { text: '$((', opens: 'arithmetic' },
  { text: '$(', opens: 'substitution' }
];
const words: readonly Step[] = [
  ...expansions,
  { text: '"', opens: 'double' },
  { text: "$'", opens: 'ansi' },
  { text: "'", opens: 'single' },
  { text: '((', opens: 'arithmetic' },
  { text: '(', opens: 'substitution' },
  { text: '<<<' }
];
const backticks: Step = { text: '`', opens: 'backticks' };

const steps: Record<Context, readonly Step[]> = {
  command: [...words, backticks],
  substitution: [...words, backticks, { text: ')', closes: true }],
  backticks: [{ text: '`', closes: true }, ...words],
  arithmetic: [...expansions, backticks, { text: '))', closes: true }],
  double: [...expansions, backticks, { text: '"', closes: true }],
  single: [{ text: "'", closes: true }],
  ansi: [
    { text: '\\', length: 2 },
    { text: "'", closes: true }
  ],
  document: [],
  verbatim: []
};

const commands: ReadonlySet<Context> = new Set(['command', 'substitution', 'backticks']);
const documentStart = /<<(-?)[ \t]*((?:'[^'\n]*'|"[^"\n]*"|\\.|[^\s'"\\;&|<>()])+)/y;
const comment = /#[^\n]*/y;
const wordStart = /[\s;&|()]/;

/** Reads a Bash command from its start, as far as to know the quotes around a position. */
export class ShellQuotes {
  private readonly contexts: Context[] = ['command'];
  private readonly documents: Document[] = [];
  private at = 0;
  private lineStart = 0;

  constructor(private readonly command: string) {}

  /** Returns the quotes that are open at a position. The positions of successive calls must ascend. */
  around(position: number): Quotes {
    while (this.at < position) this.at += this.read(this.command.charAt(this.at));
    const { context } = this;
    return commands.has(context) || context === 'arithmetic' ? 'none' : (context as Quotes);
  }

  private get context(): Context {
    return this.contexts.at(-1) ?? 'command';
  }

  /** Reads what begins with a character, and returns its length. */
  private read(character: string): number {
    const { context } = this;
    if (context === 'document' || context === 'verbatim') return this.readDocument(character);
    const step = steps[context].find(({ text }) => this.command.startsWith(text, this.at));
    if (!step) return commands.has(context) ? this.readCommand(character) : 1;
    if (step.closes) this.contexts.pop();
    if (step.opens) this.contexts.push(step.opens);
    return step.length ?? step.text.length;
  }

  private readCommand(character: string): number {
    if (character === '\n' && this.documents[0]) return this.openDocument(this.documents[0]);
    if (character === '<') return this.readRedirection();
    const before = this.command.charAt(this.at - 1);
    const isComment = character === '#' && (before === '' || wordStart.test(before));
    return isComment ? (this.match(comment)?.[0].length ?? 1) : 1;
  }

  private readRedirection(): number {
    const found = this.match(documentStart);
    if (!found) return 1;
    const [text, dash, word = ''] = found;
    const end = word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3');
    this.documents.push({ end, isVerbatim: /['"\\]/.test(word), stripsTabs: dash === '-' });
    return text.length;
  }

  private openDocument({ isVerbatim }: Document): number {
    this.lineStart = this.at + 1;
    this.contexts.push(isVerbatim ? 'verbatim' : 'document');
    return 1;
  }

  /** Reads a line of a here-document from its start, or one character within. */
  private readDocument(character: string): number {
    const [document] = this.documents;
    if (document && this.at === this.lineStart) {
      const line = /[^\n]*/.exec(this.command.slice(this.at))?.[0] ?? '';
      if ((document.stripsTabs ? line.replace(/^\t+/, '') : line) === document.end) {
        this.documents.shift();
        this.contexts.pop();
        // The line break opens the next here-document of the same command.
        return line.length;
      }
    }
    if (character === '\n') this.lineStart = this.at + 1;
    return 1;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.command);
  }
}
