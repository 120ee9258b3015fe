import { basename, extname } from 'node:path';
import type { GivenParameters } from '../coerce.js';
import { fail } from '../errors.js';
import { shellWord } from '../submit-as/quoted-text.js';

/** The program that runs a script, by the extension of its name. */
const PROGRAMS: Readonly<Record<string, string>> = {
  '.py': 'python',
  '.js': 'node',
  '.mjs': 'node'
};

/**
 * Returns the command that runs a script with its parameters as `--name value`.
 *
 * @throws CarryError `PipelineInvalid` for a file that is no script
 */
export function scriptCommand(step: string, path: string, parameters: GivenParameters): string {
  const program = PROGRAMS[extname(path).toLowerCase()];
  if (program === undefined) throw fail('PipelineFileInvalid', { step, path }, { target: step });
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, typeof value === 'string' ? value : jsonOf(value)]
  );
  return [program, basename(path), ...given].map(literalWord).join(' ');
}

const jsonOf = (value: unknown): string =>
  typeof value === 'bigint' ? String(value) : JSON.stringify(value);

/** Returns a text as one word of a command of Azure ML, where `${{…}}` would be replaced. */
function literalWord(text: string): string {
  return shellWord(text).replaceAll('${{', () => "$''{{");
}
