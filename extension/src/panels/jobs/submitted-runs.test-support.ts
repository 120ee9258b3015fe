import { SubmittedRuns } from './submitted-runs.js';

/** The runs that were submitted from a browser with this storage. */
export function submittedRuns(stored = new Map<string, string>()): SubmittedRuns {
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text)
  };
  return new SubmittedRuns(storage, 'submitted');
}
