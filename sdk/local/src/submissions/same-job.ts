import { type JobBase, parseAssetReference } from 'carry-ml/arm';
import type { StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';

/** Throws when a different job is submitted under the name of an existing one. Fields that the client leaves out are not compared. */
export function refuseOtherJob({ name, properties }: StoredJob, given: JobBase): void {
  const differs = Object.entries(comparisons).find(([key, isSame]) => {
    const wanted = given[key];
    return wanted != null && !isSame(wanted, properties[key]);
  });
  if (differs)
    throw fail(
      'JobFieldImmutable',
      { name, field: differs[0] },
      { target: `properties.${differs[0]}` }
    );
}

type Comparison = (wanted: unknown, stored: unknown) => boolean;

const isEqual: Comparison = (wanted, stored) => wanted === stored;
const comparisons: Record<string, Comparison> = {
  jobType: isEqual,
  command: isEqual,
  environmentId: isSameAsset('environments'),
  codeId: isSameAsset('codes'),
  jobs: (wanted, stored) => keys(wanted) === keys(stored)
};

/** One asset has many ids: short, long, and with a label in place of the version. */
function isSameAsset(kind: string): Comparison {
  return (wanted, stored) => {
    if (wanted === stored) return true;
    const [a, b] = [wanted, stored].map(id => parseAssetReference(String(id), kind));
    if (!a || !b || a.name !== b.name) return false;
    return a.version === undefined || b.version === undefined || a.version === b.version;
  };
}

function keys(map: unknown): string {
  return Object.keys(map ?? {})
    .sort()
    .join();
}
