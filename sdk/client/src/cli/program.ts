import { isCarryError } from '../errors/index.js';
import type { CommandHost, Shell } from './command.js';
import { commands, loadSpecs } from './commands/index.js';
import { fail, usageCodes } from './errors.js';
import { nearest } from './nearest.js';
import { shellOn } from './shell.js';
import { systemError } from './system-error.js';
import { helpPage, overviewPage } from './usage.js';

/** The options that stand in place of a command. */
const GLOBAL_OPTIONS = ['--help', '-h', '--version'] as const;

/**
 * Runs one command line and returns its exit code: 0 for success, 1 for a failure, 2 when the command line is wrong.
 * A failure is one sentence on stderr.
 */
export async function program(args: readonly string[], host: CommandHost): Promise<number> {
  const shell = shellOn(host);
  try {
    return await dispatch(args, shell);
  } catch (error) {
    for (const line of sentences(error)) shell.say(line);
    return isCarryError(error) && usageCodes.has(error.code) ? 2 : 1;
  }
}

/** Says why the output of a command was not written. */
export function outputFailed(error: unknown, host: CommandHost): void {
  for (const line of sentences(error)) shellOn(host).say(line);
}

async function dispatch(args: readonly string[], shell: Shell): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    shell.out(overviewPage(await loadSpecs()));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    const { userAgent } = await import('../arm/client/version.js');
    shell.line(userAgent.replace('/', ' '));
    return 0;
  }
  if (name.startsWith('-'))
    throw fail('GlobalOptionUnknown', {
      option: name,
      known: GLOBAL_OPTIONS,
      meant: nearest(name, GLOBAL_OPTIONS)
    });
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const known = Object.keys(commands);
    const meant = nearest(name, [...known, 'help', ...GLOBAL_OPTIONS]);
    throw fail('CommandUnknown', { name, known, meant });
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    shell.out(helpPage(command.spec));
    return 0;
  }
  return command.run(rest, shell);
}

/** An error of Carry or of this machine is printed as its message; any other is a defect, and is named without its stack. */
function sentences(error: unknown): string[] {
  const known = isCarryError(error) ? error : systemError(error);
  if (known) return [`carry: ${known.message}`];
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = process.env.CARRY_DEBUG && error instanceof Error ? error.stack : undefined;
  const first = text.split('\n', 1)[0] ?? text;
  return [`carry: This should not have happened: ${first}`, ...(stack?.split('\n') ?? [])];
}
