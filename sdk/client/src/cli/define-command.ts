import type { ArgumentSpec, Command, CommandSpec, OptionSpec, Shell } from './command.js';
import { readCommandLine } from './command-line.js';

type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;
type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ChoiceOf<S> = S extends { choices: readonly (infer C)[] } ? C : string;

type ArgumentValue<S extends ArgumentSpec> = S extends { optional: true }
  ? ChoiceOf<S> | undefined
  : ChoiceOf<S>;

type OptionValue<S extends OptionSpec> = S extends { kind: 'flag' }
  ? boolean
  : S extends { kind: 'pairs' }
    ? Record<string, string>
    : S extends { kind: 'count' }
      ? number | undefined
      : S extends { required: true }
        ? string
        : ChoiceOf<S> | undefined;

/** The values of one command line, typed by the declaration of its command. */
export interface Given<A extends ArgumentSpecs, O extends OptionSpecs> {
  arguments: { readonly [N in keyof A]: ArgumentValue<A[N]> };
  options: { readonly [N in keyof O]: OptionValue<O[N]> };
}

interface Declaration<A extends ArgumentSpecs, O extends OptionSpecs> extends CommandSpec {
  arguments?: A;
  options?: O;
  /** Does the work and returns the exit code. */
  run: (given: Given<A, O>, shell: Shell) => Promise<number>;
}

/**
 * Declares a command once: its usage line, `--help`, its completion and its row in the README are made from this.
 *
 * @example
 * export const greet = defineCommand({
 *   name: 'greet',
 *   summary: 'greet somebody',
 *   arguments: { name: { description: 'who is greeted' } },
 *   options: { times: { kind: 'count', value: 'N', description: 'how often' } },
 *   async run({ arguments: { name }, options: { times = 1 } }, shell) {
 *     shell.out(`Hello ${name}\n`.repeat(times));
 *     return 0;
 *   }
 * });
 */
export function defineCommand<
  const A extends ArgumentSpecs = Readonly<Record<string, never>>,
  const O extends OptionSpecs = Readonly<Record<string, never>>
>(declaration: Declaration<A, O>): Command {
  const { run, ...spec } = declaration;
  return {
    spec,
    // The values have the types that `Given` derives from the same declaration.
    run: async (args, shell) => run(readCommandLine(args, spec) as Given<A, O>, shell)
  };
}
