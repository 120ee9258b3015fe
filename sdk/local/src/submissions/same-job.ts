import { type JobBase, parseAssetReference } from 'carry-ml/arm';
import type { StoredJob } from '../store/jobs.js';
import { fail } from './errors.js';

/** Refuses a job under a name that another job has. What a client leaves out, or cannot know, is not looked at. */
export function refuseOtherJob({ name, properties }: StoredJob, given: JobBase): void {
  const differs = Object.entries(comparisons).find(([key, isSame]) => {
    const asked = given[key];
    return asked != null && !isSame(asked, properties[key]);
  });
  if (differs)
    throw fail(
      'JobFieldImmutable',
      { name, field: differs[0] },
      { target: `properties.${differs[0]}` }
    );
}

type Comparison = (asked: unknown, had: unknown) => boolean;

const isEqual: Comparison = (asked, had) => asked === had;
const comparisons: Record<string, Comparison> = {
  jobType: isEqual,
  command: isEqual,
  environmentId: isSameAsset('environments'),
  codeId: isSameAsset('codes'),
  jobs: (asked, had) => keys(asked) === keys(had)
};

/** One asset has many ids: short, long, and with a label in the version's place. */
function isSameAsset(kind: string): Comparison {
  return (asked, had) => {
    if (asked === had) return true;
    const [a, b] = [asked, had].map(id => parseAssetReference(String(id), kind));
    if (!a || !b || a.name !== b.name) return false;
    return a.version === undefined || b.version === undefined || a.version === b.version;
  };
}

function keys(map: unknown): string {
  return Object.keys(map ?? {})
    .sort()
    .join();
}
