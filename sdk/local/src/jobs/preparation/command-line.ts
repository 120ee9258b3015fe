import { fail } from '../errors.js';

/** The values of a command's placeholders: those of its inputs and outputs. An optional input that was not given is undefined. */
export interface PortValues {
  inputs: Record<string, string | undefined>;
  outputs: Record<string, string>;
}

/**
 * Replaces `${{inputs.x}}` and `${{outputs.y}}` by their text, as Azure ML does. `$[[ … ]]` is removed as a whole when an input in it
 * was not given.
 */
export function fillCommand(command: string, ports: PortValues): string {
  const withoutOptional = command.replace(/\$\[\[(.*?)\]\]/gs, (_all, part: string) =>
    [...part.matchAll(placeholder)].every(
      m => m[1] !== 'inputs' || ports.inputs[m[2] ?? ''] !== undefined
    )
      ? part
      : ''
  );
  return withoutOptional.replace(placeholder, (text, kind: 'inputs' | 'outputs', name: string) => {
    const value = ports[kind][name];
    if (value === undefined) throw fail('CommandPlaceholderUnknown', { placeholder: text, kind });
    return value;
  });
}

const placeholder = /\$\{\{\s*(inputs|outputs)\.([\w-]+)\s*\}\}/g;

/** Quotes a path as one word of a shell command, where it needs quotes. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
