import { readFileSync } from 'node:fs';
import { fail } from './service-errors.js';
import { settingSpecs } from './settings/settings.js';

/** The action of `carry-local`: print a text and end, or run the server. */
export type CommandLine = { kind: 'print'; text: string } | { kind: 'serve' };

/**
 * Reads the arguments of `carry-local`.
 *
 * @throws CarryError `UnknownServerOption`
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const texts: Record<string, (() => string) | undefined> = {
    '--help': helpText,
    '-h': helpText,
    '--version': versionText,
    '-v': versionText
  };
  const unknown = args.find(arg => !Object.hasOwn(texts, arg));
  if (unknown !== undefined) throw fail('UnknownServerOption', { option: unknown });
  const text = texts[args[0] ?? ''];
  return text ? { kind: 'print', text: text() } : { kind: 'serve' };
}

function versionText(): string {
  const path = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return `${version}\n`;
}

function helpText(): string {
  const variables: [string, string][] = [
    ['CARRY_HOME', 'the folder with the state of the workspace (default: ~/.local/state/carry)'],
    ['CARRY_PORT', 'the port to listen on (default: the last one used, else any free port)'],
    ...Object.values(settingSpecs).map(
      ({ variable, description, preset, kind }): [string, string] => [
        variable,
        `${description} (default: ${preset}${kind === 'days' ? ' days' : ''})`
      ]
    )
  ];
  return `Usage: carry-local [--help | --version]

Runs the local workspace in the foreground until Ctrl+C. 'carry up' runs it in the background.

Options:
  -h, --help      Print this help.
  -v, --version   Print the version.

Environment variables:
${variables.map(([name, text]) => `  ${name.padEnd(20)}${text}`).join('\n')}
`;
}
