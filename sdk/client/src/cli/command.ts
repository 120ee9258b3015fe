import type { ConnectOptions, Workspace } from '../index.js';

/** What a command works with; tests hand in their own. */
export interface Shell {
  /** Writes to stdout, as it is. */
  out(text: string): void;
  /** Writes a line to stderr. */
  say(line: string): void;
  connect(options?: ConnectOptions): Promise<Workspace>;
  /** Resolves the signal that Ctrl-C raises, once a command wants to end in its own way. */
  interrupted(): AbortSignal;
}

/** One command: its name, how it is called, what it does. */
export interface Command {
  usage: string;
  summary: string;
  /** Answers the exit code. */
  run(args: readonly string[], shell: Shell): Promise<number>;
}
