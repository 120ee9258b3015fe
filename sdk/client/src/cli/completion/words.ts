import type { CommandSpec, Completes, OptionSpec } from '../command.js';

/** The texts that can follow an option or stand for an argument. */
export interface Values {
  /** The accepted texts; none when any text is accepted. */
  choices: readonly string[];
  /** The local names to complete, if any. */
  completes?: Completes;
}

/** One option as it is typed. */
export interface OptionWords extends Values {
  /** `--name`, and `-n` where there is a short form. */
  names: readonly string[];
  description: string;
  /** The name of its value in the usage line; none for a flag. */
  value?: string;
  isRepeated: boolean;
}

/** The options of a command, with `--help`, which every command has. */
export function optionWords({ options = {} }: CommandSpec): OptionWords[] {
  return [
    ...Object.entries(options).map(([name, spec]) => ({
      names: [`--${name}`, ...(spec.short ? [`-${spec.short}`] : [])],
      description: spec.description,
      value: valueName(spec),
      choices: spec.kind === 'choice' ? spec.choices : [],
      completes: spec.kind === 'text' ? spec.completes : undefined,
      isRepeated: spec.kind === 'pairs'
    })),
    { names: ['--help', '-h'], description: 'print help', choices: [], isRepeated: false }
  ];
}

/** The arguments of a command, in order. */
export function argumentValues(spec: CommandSpec): (Values & { name: string })[] {
  return Object.entries(spec.arguments ?? {}).map(([name, { choices = [], completes }]) => ({
    name,
    choices,
    completes
  }));
}

/** Quotes a text for a POSIX shell, so that it is read back unchanged. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function valueName(spec: OptionSpec): string | undefined {
  if (spec.kind === 'flag') return undefined;
  return spec.kind === 'choice' ? 'value' : spec.value;
}
