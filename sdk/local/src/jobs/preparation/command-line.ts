import { fail } from '../errors.js';

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
  const withoutOptional = command.replace(/\$\[\[(.*?)\]\]/gs, (_all, part: string) =>
    [...part.matchAll(placeholder)].every(
      m => m[1] !== 'inputs' || ports.inputs[m[2] ?? ''] !== undefined
    )
      ? part
      : ''
  );
  return withoutOptional.replace(
    placeholder,
    (text, kind: 'inputs' | 'outputs', name: string, at: number) => {
      const value = ports[kind][name];
      if (value === undefined) throw fail('CommandPlaceholderUnknown', { placeholder: text, kind });
      return value.isPath ? quotedPath(value.text, openQuote(withoutOptional, at)) : value.text;
    }
  );
}

/** Returns the quote of the shell that is open at a position of the command. */
function openQuote(command: string, at: number): '"' | "'" | undefined {
  let open: '"' | "'" | undefined;
  for (let i = 0; i < at; i++) {
    const c = command.charAt(i);
    if (c === '\\' && open !== "'") i++;
    else if (c === open) open = undefined;
    else if (open === undefined && (c === '"' || c === "'")) open = c;
  }
  return open;
}

function quotedPath(path: string, open: '"' | "'" | undefined): string {
  if (open === '"') return path.replace(/["\\$`]/g, '\\$&');
  return open === "'" ? path.replaceAll("'", `'\\''`) : shellWord(path);
}

const placeholder = /\$\{\{\s*(inputs|outputs)\.([\w-]+)\s*\}\}/g;

/** Quotes a path as one word of a shell command, where it needs quotes. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
