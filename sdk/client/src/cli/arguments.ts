import { parseArgs, type ParseArgsConfig } from 'node:util';
import { cliError } from './errors.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What a command accepts: options of `node:util`'s parseArgs, and the names of its arguments in order. */
export interface Accepts<O extends Options> {
  usage: string;
  options: O;
  /** `NAME` must be there, `[NAME]` may be. */
  positionals?: readonly string[];
}

/** The options and arguments that were given. */
export type Given<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/** Reads a command line, or says in one sentence what is wrong with it. */
export function readArguments<const O extends Options>(
  args: readonly string[],
  accepts: Accepts<O>
): Given<O> {
  const { usage, options, positionals: names = [] } = accepts;
  const parsed = parse(args, options, usage);
  const { positionals } = parsed;
  const missing = names.slice(positionals.length).find(name => !name.startsWith('['));
  if (missing) throw cliError('Usage', { reason: `${missing} is missing`, usage });
  const extra = positionals[names.length];
  if (extra !== undefined)
    throw cliError('Usage', { reason: `'${extra}' is one argument too many`, usage });
  return parsed;
}

function parse<const O extends Options>(
  args: readonly string[],
  options: O,
  usage: string
): Given<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    // Node explains at length; the first sentence says what is wrong.
    const reason = text.split(/\. |\n/, 1)[0]?.replace(/\.$/, '') ?? text;
    throw cliError('Usage', { reason, usage }, { cause });
  }
}

/** Reads `name=value` texts; the value may hold further `=`. */
export function readPairs(
  texts: readonly string[] | undefined,
  usage: string
): Record<string, string> {
  const pairs = (texts ?? []).map(text => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
    throw cliError('Usage', { reason: `'${text}' is not of the form name=value`, usage });
  });
  return Object.fromEntries(pairs);
}

/** Reads a whole number that is at least 1. */
export function readCount(text: string | undefined, option: string, usage: string) {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw cliError('Usage', { reason: `${option} must be a whole number, not '${text}'`, usage });
}
