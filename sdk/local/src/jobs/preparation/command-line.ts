import { fail } from '../errors.js';

/** What the places in a command stand for. An input that is optional and not given is undefined. */
export interface Places {
  inputs: Record<string, string | undefined>;
  outputs: Record<string, string>;
}

/**
 * Fills `${{inputs.x}}` and `${{outputs.y}}` in, as Azure ML does: as text. `$[[ … ]]` falls away as a whole when an input
 * in it was not given.
 */
export function fillCommand(command: string, places: Places): string {
  const withoutOptional = command.replace(/\$\[\[(.*?)\]\]/gs, (_all, part: string) =>
    [...part.matchAll(place)].every(
      m => m[1] !== 'inputs' || places.inputs[m[2] ?? ''] !== undefined
    )
      ? part
      : ''
  );
  return withoutOptional.replace(place, (text, kind: 'inputs' | 'outputs', name: string) => {
    const value = places[kind][name];
    if (value === undefined) throw fail('CommandPlaceholderUnknown', { placeholder: text, kind });
    return value;
  });
}

const place = /\$\{\{\s*(inputs|outputs)\.([\w-]+)\s*\}\}/g;

/** A path as one word of a shell command; plain when it can stay so. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
