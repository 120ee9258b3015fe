import { Type, type Static } from 'typebox';

/** The name of a job, which is the id of its run, or the id of an interactive run. */
export const RunId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$' });

/** The path parameter of requests about one run. */
export const RunPath = Type.Object({ id: RunId });

/** Which runs a search finds. */
const filter = {
  /** A part of the name, the whole id, or MLflow's filter, such as `metrics.loss < 0.1`. */
  text: Type.Optional(Type.String({ maxLength: 1000 })),
  /** Name of an experiment; default: all. */
  experiment: Type.Optional(Type.String({ minLength: 1 })),
  /** File name of a notebook; empty for runs that are not a notebook's; default: all. */
  notebook: Type.Optional(Type.String({ maxLength: 255 })),
  /** MLflow's state of a run; default: all. */
  status: Type.Optional(
    Type.Enum(['SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const)
  ),
  /** True for the pinned runs only. */
  pinned: Type.Optional(Type.Boolean()),
  /** True for the archived runs, which are left out by default. */
  archived: Type.Optional(Type.Boolean())
};

/** The query of a search of runs. */
export const RunQuery = Type.Object({
  ...filter,
  /** MLflow's sort key, such as `metrics.loss ASC`; default: newest first. */
  order: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  /** How many runs are wanted; pages are whole, so there may be more. */
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  /** The `next` of the page before. */
  token: Type.Optional(Type.String({ minLength: 1 }))
});
export type RunQuery = Static<typeof RunQuery>;

/** The query of counting the runs that a search finds, by what they have in common. */
export const RunGroupsQuery = Type.Object({
  ...filter,
  by: Type.Enum(['experiment', 'notebook'] as const)
});
export type RunGroupsQuery = Static<typeof RunGroupsQuery>;

/** The body of pinning a run, or of no longer pinning it. */
export const PinRequest = Type.Object({ pinned: Type.Boolean() });

/** The body of archiving a run, or of restoring it. */
export const ArchiveRequest = Type.Object({ archived: Type.Boolean() });

/** The query of the runs that a clean-up would delete. */
export const RetentionQuery = Type.Object({
  /** Runs that ended fewer days ago are kept. */
  days: Type.Integer({ minimum: 0, maximum: 36_500 }),
  /** The newest runs of each notebook that are kept. */
  keep: Type.Integer({ minimum: 0, maximum: 1_000_000 })
});
export type RetentionQuery = Static<typeof RetentionQuery>;

/** The body of asking what would be deleted with some runs. */
export const DeletionRequest = Type.Object({
  runs: Type.Array(RunId, { minItems: 1, maxItems: 10_000 })
});

/** The query of reading a file of a run. */
export const FileQuery = Type.Object({
  /** Path among the artifacts of the run. */
  path: Type.String({ minLength: 1 })
});

/** The query of reading the executed notebook of a run. */
export const NotebookQuery = Type.Object({
  /** The version that the page has. */
  known: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  /** Where the page has read it from: the files of the run are not listed again. */
  path: Type.Optional(Type.String({ minLength: 1 }))
});
export type NotebookQuery = Static<typeof NotebookQuery>;

/** The body of opening a file of a run; without a path the executed notebook is opened. */
export const OpenRequest = Type.Object({
  /** Path among the artifacts of the run. */
  path: Type.Optional(Type.String({ minLength: 1 }))
});
export type OpenRequest = Static<typeof OpenRequest>;
