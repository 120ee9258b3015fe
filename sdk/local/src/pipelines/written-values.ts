import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import type { JobInput } from 'carry-ml/arm';
import { dataPath, type DataSources } from '../data/data-path.js';
import type { StoredJob } from '../store/job-store.js';

/** More of a file is no value that a command line takes. */
const MAX_VALUE_BYTES = 64 << 10;

/** True for an input whose value is in a file that another step writes. */
export function isUnread({ jobInputType, value, uri }: JobInput): boolean {
  return jobInputType === 'literal' && value === undefined && uri !== undefined;
}

/** Returns the properties of a step with the values that other steps have written; undefined when it has none of these. */
export function withWrittenValues(
  { properties }: StoredJob,
  read: (uri: string) => string
): StoredJob['properties'] | undefined {
  const inputs = Object.entries(properties.inputs ?? {});
  if (!inputs.some(([, input]) => input && isUnread(input))) return undefined;
  return {
    ...properties,
    inputs: Object.fromEntries(
      inputs.map(([name, input]) =>
        input && isUnread(input)
          ? [name, { jobInputType: 'literal' as const, value: read(input.uri ?? '') }]
          : [name, input]
      )
    )
  };
}

/**
 * Reads the value in the file of an output; empty if the step wrote none, or made something else of the file, such as a link. The line
 * break that most programs write at its end is no part of it.
 */
export function readValue(uri: string, sources: DataSources): string {
  const path = dataPath(uri, sources);
  if (path === undefined || !sources.blobs.isOwn(path) || !lstatSync(path).isFile()) return '';
  // A pipe that takes the place of the file meanwhile does not block.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) return '';
    const bytes = Buffer.alloc(MAX_VALUE_BYTES);
    const length = readSync(file, bytes, 0, MAX_VALUE_BYTES, 0);
    return bytes.toString('utf8', 0, length).replace(/\r?\n$/, '');
  } finally {
    closeSync(file);
  }
}
