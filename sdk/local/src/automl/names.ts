import { fail } from './errors.js';

/** A name as it is compared: clients write Azure's names in snake case, too. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** The one of `names` that a client means; undefined for none. */
export function named<T extends string>(names: readonly T[], given: string): T | undefined {
  return names.find(name => plain(name) === plain(given));
}

/** The one of `names` that a client means; throws for any other. */
export function oneOf<T extends string>(field: string, names: readonly T[], given: string): T {
  const found = named(names, given);
  if (found === undefined) throw fail('AutoMLFieldInvalid', { field, given, names });
  return found;
}
