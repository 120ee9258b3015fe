import { documentAt, takeDocument, type HereDocument } from './here-documents.js';

/** A command of a shell script. */
export interface ShellCommand {
  words: string[];
  /** The file that its output is written to. */
  output?: { path: string; isAppended: boolean };
  /** The here-document that it reads. */
  input?: string;
}

/**
 * Splits a shell line into its commands and these into words: quotes are removed, redirections and comments left out, and the commands
 * after `&&`, `||`, `;`, `|` and line breaks are separate.
 *
 * @example shellCommands("pip install 'a<2' && rm x") // [['pip', 'install', 'a<2'], ['rm', 'x']]
 */
export function shellCommands(line: string): string[][] {
  return scriptCommands(line).map(({ words }) => words);
}

/** Splits a shell script into its commands, with what they read from here-documents and the files that they write. */
export function scriptCommands(script: string): ShellCommand[] {
  const reader = new ScriptReader();
  for (let rest = script; rest !== '';) {
    const token = nextToken(rest, reader.isBetweenWords);
    reader.take(token);
    rest = rest.slice(token.text.length);
    if (token.text === '\n') rest = reader.takeInputs(rest);
  }
  return reader.end();
}

class ScriptReader {
  private current: ShellCommand = { words: [] };
  private readonly commands = [this.current];
  private waiting: { of: ShellCommand; document: HereDocument }[] = [];
  private word: string | undefined;

  get isBetweenWords(): boolean {
    return this.word === undefined;
  }

  take({ text, kind, document }: Token): void {
    if (kind === 'word') {
      this.word = (this.word ?? '') + unquoted(text);
      return;
    }
    this.endWord();
    if (document) this.waiting.push({ of: this.current, document });
    if (kind === 'output') this.current.output = outputOf(text);
    if (kind === 'separator') {
      this.current = { words: [] };
      this.commands.push(this.current);
    }
  }

  /** Takes the here-documents that the line before has opened; returns the text after them. */
  takeInputs(text: string): string {
    let rest = text;
    const nextLine = () => {
      if (rest === '') return undefined;
      const end = rest.indexOf('\n');
      const line = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? '' : rest.slice(end + 1);
      return line;
    };
    for (const { of, document } of this.waiting) of.input = takeDocument(document, nextLine).text;
    this.waiting = [];
    return rest;
  }

  end(): ShellCommand[] {
    this.endWord();
    return this.commands.filter(({ words }) => words.length > 0);
  }

  private endWord(): void {
    if (this.word !== undefined) this.current.words.push(this.word);
    this.word = undefined;
  }
}

/** Splits the text of an instruction that no shell reads, such as ENV, into its words. */
export function plainWords(text: string): string[] {
  const words = text.match(/(?:'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\]|['"\\])+/g) ?? [];
  return words.map(plainText);
}

/** Removes the quotes and escapes of a text. */
export function plainText(text: string): string {
  return text.replace(/'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]/g, unquoted);
}

interface Token {
  text: string;
  kind: 'separator' | 'space' | 'word' | 'output';
  document?: HereDocument;
}

function nextToken(text: string, startsWord: boolean): Token {
  const match = (pattern: RegExp) => pattern.exec(text)?.[0];
  if (startsWord) {
    const document = documentAt(text);
    if (document) return { text: text.slice(0, document.length), kind: 'space', document };
    const comment = match(/^#[^\n]*/);
    if (comment !== undefined) return { text: comment, kind: 'space' };
    const output = match(/^1?>>?\s*[^\s&|;>]+/);
    if (output !== undefined) return { text: output, kind: 'output' };
  }
  const redirection = startsWord ? match(/^(\d?>>?|<)\s*(&\d|[^\s&|;]+)/) : undefined;
  const space = redirection ?? match(/^([^\S\n]|\\\n)+/);
  if (space !== undefined) return { text: space, kind: 'space' };
  const separator = match(/^(&&|\|\||[;|&\n])/);
  if (separator !== undefined) return { text: separator, kind: 'separator' };
  const part = match(
    /^('[^']*'|"(\\[\s\S]|[^"\\])*"|\\[\s\S]|\$\((?:[^()\n]|\([^()\n]*\))*\)|`[^`\n]*`|[^\s'"&|;\\$`]+)/
  );
  return { text: part ?? text.charAt(0), kind: 'word' };
}

function outputOf(text: string): ShellCommand['output'] {
  const [, , mark = '', path = ''] = /^(1?)(>>?)\s*([\s\S]*)$/.exec(text) ?? [];
  return { path: plainText(path), isAppended: mark === '>>' };
}

function unquoted(token: string): string {
  if (token.startsWith("'") && token.length > 1) return token.slice(1, -1);
  if (token.startsWith('"') && token.length > 1)
    return token.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return token.startsWith('\\') ? token.slice(1) : token;
}
