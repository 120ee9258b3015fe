/** Experiments are named in one kind of path, and identified in the other. */
export const experimentKinds = ['experiments', 'experimentids'] as const;
export type ExperimentKind = (typeof experimentKinds)[number];

/** The paths under which clients request a run. Some name its experiment, which is ignored. */
export const experimentPaths = ['', ...experimentKinds.map(kind => `/${kind}/:experiment`)];

/** Formats milliseconds since 1970 as ISO 8601; null for a time that has not come yet. */
export function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
