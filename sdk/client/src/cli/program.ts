import { isCarryError } from '../errors/index.js';
import type { Shell } from './command.js';
import { commands } from './commands/index.js';
import { cliError, usageCodes } from './errors.js';

/**
 * Runs one command line and answers its exit code: 0 when it did what was asked, 1 when that failed, 2 when the
 * command line is wrong. A failure is one sentence on stderr.
 */
export async function program(args: readonly string[], shell: Shell): Promise<number> {
  try {
    return await dispatch(args, shell);
  } catch (error) {
    shell.say(sentence(error));
    return isCarryError(error) && usageCodes.has(error.code) ? 2 : 1;
  }
}

async function dispatch(args: readonly string[], shell: Shell): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    shell.out(await overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    const { userAgent } = await import('../arm/client/version.js');
    shell.out(`${userAgent.replace('/', ' ')}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const known = Object.keys(commands).join(', ');
    throw cliError('CommandUnknown', { name, known });
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    shell.out(`${command.usage}\n\n${command.summary}\n`);
    return 0;
  }
  return command.run(rest, shell);
}

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map(load => load()));
  const lines = all.map(({ usage, summary }) => `  ${usage}\n      ${summary}\n`);
  return `Carry takes a notebook from cell to production.\n\n${lines.join('')}`;
}

/** Errors are written as sentences; anything else is ours to mend, and is named as such without its stack. */
function sentence(error: unknown): string {
  if (isCarryError(error)) return `carry: ${error.message}`;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = process.env.CARRY_DEBUG && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return `carry: This should not have happened: ${text.split('\n', 1)[0] ?? text}${trace}`;
}
