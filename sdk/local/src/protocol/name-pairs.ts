/** A name that is asked for, and its value where one is. */
export interface NamePair {
  name: string;
  value?: string;
}

/** Reads names with or without values, as lists are filtered by: `name1,name2=value2`. A value may hold further `=`. */
export function pairsOf(text = ''): NamePair[] {
  return text
    .split(',')
    .map(pair => pair.trim())
    .filter(pair => pair !== '')
    .map(pair => {
      const [name = '', ...value] = pair.split('=');
      return value.length === 0
        ? { name: name.trim() }
        : { name: name.trim(), value: value.join('=') };
    });
}

/** True when a map has every name that is asked for, with the value where one is given. */
export function hasAll(map: Record<string, unknown> | null | undefined, asked?: string): boolean {
  return pairsOf(asked).every(({ name, value }) => {
    const has = map && Object.hasOwn(map, name) ? map[name] : undefined;
    return has !== undefined && (value === undefined || has === value);
  });
}
