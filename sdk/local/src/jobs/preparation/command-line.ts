import { fail } from '../errors.js';
import { shellWord } from '../shell-word.js';
import { ShellQuotes, type Quotes } from './shell-quotes.js';

/** The value of a placeholder. A path or URI stays one word of the command, whatever it contains; a literal is inserted as it is. */
export interface PortValue {
  text: string;
  isPath: boolean;
}

/** The values of a command's placeholders: those of its inputs and outputs. An optional input that was not given is undefined. */
export interface PortValues {
  inputs: Record<string, PortValue | undefined>;
  outputs: Record<string, PortValue>;
}

/**
 * Replaces `${{inputs.x}}` and `${{outputs.y}}` by their text, as Azure ML does. `$[[ … ]]` is removed as a whole when an input in it
 * was not given. A path with a space is quoted where the command does not quote it already.
 */
export function fillCommand(command: string, ports: PortValues): string {
  // Behind the last closing brackets, each opening one would be followed to the end of the command, in quadratic time.
  const last = command.lastIndexOf(']]');
  const closed = last === -1 ? '' : command.slice(0, last + 2);
  const withoutOptional =
    closed.replace(/\$\[\[(.*?)\]\]/gs, (_all, part: string) =>
      [...part.matchAll(placeholder)].every(
        m => m[1] !== 'inputs' || ports.inputs[m[2] ?? ''] !== undefined
      )
        ? part
        : ''
    ) + command.slice(closed.length);
  const quotes = new ShellQuotes(withoutOptional);
  return withoutOptional.replace(
    placeholder,
    (text, kind: 'inputs' | 'outputs', name: string, at: number) => {
      const value = ports[kind][name];
      if (value === undefined) throw fail('CommandPlaceholderUnknown', { placeholder: text, kind });
      return value.isPath ? quotedPath(value.text, quotes.around(at)) : value.text;
    }
  );
}

/** Writes a path so that the shell reads it unchanged between these quotes; between none, as one word. */
function quotedPath(path: string, quotes: Quotes): string {
  return writings[quotes](path);
}

const writings: Record<Quotes, (path: string) => string> = {
  none: shellWord,
  single: path => path.replaceAll("'", `'\\''`),
  double: path => path.replace(/["\\$`]/g, '\\$&'),
  ansi: path => path.replace(/['\\]/g, '\\$&'),
  document: path => path.replace(/[\\$`]/g, '\\$&'),
  verbatim: path => path
};

const placeholder = /\$\{\{\s*(inputs|outputs)\.([\w-]+)\s*\}\}/g;
