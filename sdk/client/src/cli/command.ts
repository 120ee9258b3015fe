import type { ConnectOptions, Workspace } from '../index.js';

/** A stream that a command writes to. */
export type OutputStream = 'stdout' | 'stderr';

/** The process that a command runs in; tests pass their own. */
export interface CommandHost {
  /** Writes text or bytes unchanged. */
  write(data: string | Uint8Array, to?: OutputStream): void;
  /** Returns whether a person reads the stream, and not a program or a file. */
  isTerminal(stream: OutputStream): boolean;
  /** Connects as `connect` of the SDK does; a local workspace is started if necessary. */
  connect(options?: ConnectOptions): Promise<Workspace>;
  /** Returns a signal that aborts on Ctrl-C, for a command that ends in its own way. */
  interrupted(): AbortSignal;
}

/**
 * A command's way to its host. Names, tags and messages come from a service, so that text is escaped before it is written;
 * `write` is for what a program reads and for logs.
 */
export interface Shell extends CommandHost {
  /** Writes lines to stdout, with their line ends. A text of unknown origin in them must be one line: `printable`. */
  out(lines: string): void;
  /** Writes one line to stdout, whatever text it contains. */
  line(text: string): void;
  /** Writes one line to stderr, whatever text it contains. */
  say(text: string): void;
}

/** The local names that a shell completes for a value. */
export type Completes = 'file' | 'folder' | 'notebook';

/** An argument of a command; its name is the key it is declared under. */
export interface ArgumentSpec {
  /** A phrase without a full stop, in lower case, as `--help` prints it. */
  description: string;
  optional?: boolean;
  /** The accepted texts, in lower case; any text by default. */
  choices?: readonly string[];
  completes?: Completes;
}

interface CommonOption {
  /** A phrase without a full stop, in lower case, as `--help` prints it. */
  description: string;
  /** One letter, such as `f` for `-f`. */
  short?: string;
}

/** An option that is given or not. */
interface FlagOption extends CommonOption {
  kind: 'flag';
}

/** An option with a text. */
interface TextOption extends CommonOption {
  kind: 'text';
  /** The name of the value in the usage line, such as `DIR`. */
  value: string;
  required?: boolean;
  completes?: Completes;
}

/** An option with one of several texts; case does not matter. */
interface ChoiceOption extends CommonOption {
  kind: 'choice';
  /** In lower case. */
  choices: readonly string[];
}

/** An option with a whole number of at least 1. */
interface CountOption extends CommonOption {
  kind: 'count';
  value: string;
}

/** An option that can be repeated, each time with `name=value`; the value may contain further `=`. */
interface PairsOption extends CommonOption {
  kind: 'pairs';
  value: string;
}

/** An option of a command; its long name is the key it is declared under. */
export type OptionSpec = FlagOption | TextOption | ChoiceOption | CountOption | PairsOption;

/** One command as it is declared. Usage, help, completion and the README's table are made from this. */
export interface CommandSpec {
  name: string;
  /** A phrase without a full stop, in lower case: `start the local workspace in the background`. */
  summary: string;
  /** By name, in their order on the command line; the optional ones come last. */
  arguments?: Readonly<Record<string, ArgumentSpec>>;
  /** By long name, in the order that `--help` lists them. */
  options?: Readonly<Record<string, OptionSpec>>;
  /** Whole command lines. */
  examples?: readonly string[];
}

/** One command, ready to be called. */
export interface Command {
  readonly spec: CommandSpec;
  /**
   * Runs the command with the rest of the command line and returns the exit code.
   *
   * @throws CarryError one of `cliErrors` when the command line is wrong
   */
  run(args: readonly string[], shell: Shell): Promise<number>;
}
