import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './command.js';
import { fail } from './errors.js';
import { nearest } from './nearest.js';
import { isRequired, usageLine } from './usage.js';

type Value = string | number | boolean | Record<string, string> | undefined;

/**
 * Reads the arguments and options of a command, in the types that its declaration gives them.
 *
 * @throws CarryError one of `cliErrors` with one sentence that says what is wrong, followed by the usage line
 */
export function readCommandLine(args: readonly string[], spec: CommandSpec) {
  const usage = usageLine(spec);
  const { arguments: argumentSpecs = {}, options: optionSpecs = {} } = spec;
  const { values, positionals } = parse(args, optionSpecs, usage);
  return {
    arguments: readPositionals(positionals, argumentSpecs, usage),
    options: Object.fromEntries(
      Object.entries(optionSpecs).map(([name, option]) => [
        name,
        readOption(`--${name}`, option, values[name], usage)
      ])
    )
  };
}

function readPositionals(
  texts: readonly string[],
  specs: Readonly<Record<string, ArgumentSpec>>,
  usage: string
): Record<string, string | undefined> {
  const entries = Object.entries(specs);
  const extra = texts[entries.length];
  if (extra !== undefined) throw fail('ArgumentUnexpected', { text: extra, usage });
  const values = entries.map(([name, { optional, choices }], at) => {
    const text = texts[at];
    const word = name.toUpperCase();
    if (text === undefined && !optional) throw fail('ArgumentMissing', { name: word, usage });
    return [name, choices ? readChoice(word, choices, text, usage) : text];
  });
  return Object.fromEntries(values) as Record<string, string | undefined>;
}

/** A repeated option arrives as a list of texts, any other as a text; a flag as true. */
function readOption(
  name: string,
  spec: OptionSpec,
  given: string | boolean | (string | boolean)[] | undefined,
  usage: string
): Value {
  if (spec.kind === 'flag') return given === true;
  if (spec.kind === 'pairs') return readPairs(Array.isArray(given) ? given : [], usage);
  const text = typeof given === 'string' ? given : undefined;
  if (spec.kind === 'choice') return readChoice(name, spec.choices, text, usage);
  if (spec.kind === 'count') return readCount(name, text, usage);
  if (isRequired(spec) && !text) throw fail('ArgumentMissing', { name, usage });
  return text;
}

function readChoice(
  name: string,
  choices: readonly string[],
  text: string | undefined,
  usage: string
): string | undefined {
  if (text === undefined) return undefined;
  const wanted = text.toLowerCase();
  if (choices.includes(wanted)) return wanted;
  throw fail('ChoiceUnknown', { name, text, choices, meant: nearest(wanted, choices), usage });
}

function readPairs(texts: readonly unknown[], usage: string): Record<string, string> {
  const pairs = texts.map(each => {
    const text = String(each);
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
    throw fail('PairMalformed', { text, usage });
  });
  return Object.fromEntries(pairs);
}

function readCount(name: string, text: string | undefined, usage: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw fail('CountMalformed', { name, text, usage });
}

type ParseOptions = NonNullable<ParseArgsConfig['options']>;

function parse(
  args: readonly string[],
  specs: Readonly<Record<string, OptionSpec>>,
  usage: string
) {
  const options: ParseOptions = {};
  for (const [name, { kind, short }] of Object.entries(specs))
    options[name] = {
      type: kind === 'flag' ? 'boolean' : 'string',
      multiple: kind === 'pairs',
      ...(short && { short })
    };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    // Node explains at length; the first sentence says what is wrong.
    const reason = text.split(/\. |\n/, 1)[0]?.replace(/\.$/, '') ?? text;
    const unknown = /^Unknown option '(-.+)'$/.exec(reason)?.[1];
    // Node reports the first letter of '-stream' alone.
    const typed = args.find(arg => unknown !== undefined && arg.startsWith(unknown)) ?? unknown;
    const names = ['--help', ...Object.keys(specs).map(name => `--${name}`)];
    const meant = typed && nearest(typed.split('=', 1)[0] ?? typed, names);
    throw fail('OptionMalformed', { reason, meant, usage }, { cause });
  }
}
