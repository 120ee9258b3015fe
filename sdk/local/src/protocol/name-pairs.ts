/** A required name, with a required value if given. */
export interface NamePair {
  name: string;
  value?: string;
}

/** Parses the filter of a list, names with or without values: `name1,name2=value2`. A value may contain `=`. */
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

/** True when a map has every name of the filter, with its value where one is given. */
export function hasAll(map: Record<string, unknown> | null | undefined, filter?: string): boolean {
  return pairsOf(filter).every(({ name, value }) => {
    const has = map && Object.hasOwn(map, name) ? map[name] : undefined;
    return has !== undefined && (value === undefined || has === value);
  });
}
