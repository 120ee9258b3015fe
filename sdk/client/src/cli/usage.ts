import type { ArgumentSpec, CommandSpec, OptionSpec } from './command.js';

/** The line that shows how a command is called: `carry logs NAME [-f] [--file F]`. */
export function usageLine(spec: CommandSpec): string {
  const words = ['carry', spec.name, ...argumentWords(spec), ...optionWords(spec)];
  return words.join(' ');
}

/** The arguments of a command as the usage line has them. */
export function argumentWords({ arguments: specs = {} }: CommandSpec): string[] {
  return Object.entries(specs).map(([name, spec]) => {
    const word = argumentWord(name, spec);
    return spec.optional ? `[${word}]` : word;
  });
}

/** The page that `carry NAME --help` prints. */
export function helpPage(spec: CommandSpec): string {
  const { arguments: args = {}, options = {}, examples = [] } = spec;
  return [
    `${usageLine(spec)}\n\n${spec.summary}\n`,
    section(
      'Arguments',
      Object.entries(args).map(([name, each]) => [argumentWord(name, each), each.description])
    ),
    section('Options', [
      ...Object.entries(options).map(optionRow),
      ['-h, --help', 'print this page'] as const
    ]),
    section(
      'Examples',
      examples.map(example => [example, ''])
    )
  ].join('');
}

/** The page that `carry --help` prints. */
export function overviewPage(specs: readonly CommandSpec[]): string {
  const lines = specs.map(spec => `  ${usageLine(spec)}\n      ${spec.summary}\n`);
  return (
    `Carry takes a notebook from cell to production.\n\n${lines.join('')}\n` +
    "Run 'carry NAME --help' for the options of a command.\n"
  );
}

function argumentWord(name: string, { choices }: ArgumentSpec): string {
  return choices?.join('|') ?? name.toUpperCase();
}

/** The options of a command as the usage line has them; those that are required have no brackets. */
function optionWords({ options = {} }: CommandSpec): string[] {
  return Object.entries(options).map(option => {
    const word = optionWord(option);
    return isRequired(option[1]) ? word : `[${word}]`;
  });
}

/** One option with its value: `-p name=value ...`. */
export function optionWord([name, spec]: readonly [string, OptionSpec]): string {
  const repeated = spec.kind === 'pairs' ? ' ...' : '';
  return `${spec.short ? `-${spec.short}` : `--${name}`}${valueWord(spec)}${repeated}`;
}

/** True for an option without which the command cannot be called. */
export function isRequired(spec: OptionSpec): boolean {
  return spec.kind === 'text' && spec.required === true;
}

function optionRow([name, spec]: [string, OptionSpec]): readonly [string, string] {
  const short = spec.short ? `-${spec.short}, ` : '';
  const notes = [isRequired(spec) && 'required', spec.kind === 'pairs' && 'can be repeated'];
  const note = notes.filter(Boolean).join(', ');
  return [
    `${short}--${name}${valueWord(spec)}`,
    `${spec.description}${note ? ` (${note})` : ''}`
  ] as const;
}

function valueWord(spec: OptionSpec): string {
  if (spec.kind === 'flag') return '';
  return ` ${spec.kind === 'choice' ? spec.choices.join('|') : spec.value}`;
}

/** Rows in two columns under a heading, or nothing when there are no rows. */
function section(heading: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd());
  return `\n${heading}:\n${lines.map(line => `${line}\n`).join('')}`;
}
