import { fail } from './errors.js';
import type { TrackedRun, TrackedRuns } from './tracked-runs.js';

/** One comparison of a filter; `value` is undefined for null. */
export interface RunComparison {
  field: string;
  isEqual: boolean;
  value?: string;
}

type Reader = (run: TrackedRun, tracked: TrackedRuns) => string | undefined;

const fields: Record<string, Reader> = {
  RunId: ({ name }) => name,
  RootRunId: (run, tracked) => tracked.rootOf(run),
  ParentRunId: (run, tracked) => tracked.parentOf(run),
  Status: (run, tracked) => tracked.statusOf(run),
  Target: ({ job }) => job?.compute
};
const maps: Record<string, (run: TrackedRun, tracked: TrackedRuns) => Record<string, string>> = {
  Tags: (run, tracked) => tracked.tagsOf(run),
  Properties: (run, tracked) => tracked.propertiesOf(run)
};
/** A word of a filter. A quoted one is a value, whatever it says. */
interface Word {
  text: string;
  isQuoted: boolean;
}

/** Parses a filter of azureml-core, such as `(RootRunId eq a and Tags/team eq "fruit")`. Throws RunFilterUnsupported. */
export function parseRunFilter(filter = ''): RunComparison[] {
  const parts: Word[][] = [[]];
  // As all parts are joined by `and`, their brackets have no meaning.
  for (const [text, quoted] of filter.matchAll(/"([^"]*)"|[^\s()"]+/g)) {
    if (text === 'and') parts.push([]);
    else parts.at(-1)?.push({ text: quoted ?? text, isQuoted: quoted !== undefined });
  }
  return parts.filter(part => part.length > 0).map(comparisonOf);
}

function comparisonOf(part: readonly Word[]): RunComparison {
  const [field = '', operator = '', ...values] = part.map(({ text }) => text);
  // azureml-core finds runs that have a tag, whatever its value, by both comparisons with null.
  const isExistence =
    operator === 'ne' && values.join(' ') === `null or ${field} eq null` && readerOf(field);
  if (isExistence) return { field, isEqual: false, value: undefined };
  if (!readerOf(field) || !['eq', 'ne'].includes(operator) || values.length !== 1)
    throw fail('RunFilterUnsupported', {
      part: part.map(({ text }) => text).join(' '),
      fields: [...Object.keys(fields), ...Object.keys(maps).map(map => `${map}/…`)]
    });
  const isNull = values[0] === 'null' && part[2]?.isQuoted === false;
  return { field, isEqual: operator === 'eq', value: isNull ? undefined : values[0] };
}

/** Returns whether a run matches all comparisons. */
export function matchesRun(
  run: TrackedRun,
  comparisons: readonly RunComparison[],
  tracked: TrackedRuns
): boolean {
  return comparisons.every(({ field, isEqual, value }) => {
    const found = readerOf(field)?.(run, tracked);
    return (found === value) === isEqual;
  });
}

function readerOf(field: string): Reader | undefined {
  if (Object.hasOwn(fields, field)) return fields[field];
  const [, map = '', key = ''] = /^(\w+)\/(.+)$/.exec(field) ?? [];
  const read = Object.hasOwn(maps, map) ? maps[map] : undefined;
  return read && ((run, tracked) => ownValue(read(run, tracked), key));
}

function ownValue(values: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
