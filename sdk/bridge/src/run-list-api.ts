/** The responses about the list of runs, and about what is done with several of them. Types only, as in `api.ts`. */
import type { MetricJson } from 'carry-ml';
import type { JobSummary } from './api.js';

/** A run that a search found, with what tells it apart from others. */
export interface FoundRun extends JobSummary {
  /** File name of the notebook; null for runs that are not a notebook's. */
  notebook: string | null;
  /** True for a run that a user wants to keep in sight. */
  isPinned: boolean;
  /** At most 30 parameters, their values cut to 200 characters. */
  parameters: { name: string; value: string }[];
  /** The latest values of at most 30 metrics, by name. */
  metrics: { key: string; value: MetricJson }[];
}

/** The runs that a search finds, counted by experiment or notebook. */
export interface RunGroups {
  /** The group of the newest run first. */
  groups: RunGroup[];
  /** False if there are more runs than are counted: then each count is the least that it can be. */
  isComplete: boolean;
}

/** Runs of one experiment or notebook. */
export interface RunGroup {
  /** Name of the experiment, or file name of the notebook; empty for runs that are not a notebook's. */
  key: string;
  count: number;
  /** How many of them have not ended. */
  unfinished: number;
}

/** Some of the runs that a search finds. */
export interface RunPage {
  runs: FoundRun[];
  /** The `token` of the request for what follows; null if that was all. */
  next: string | null;
}

/** What some runs have that would be deleted with them. */
export interface DeletionPreview {
  /** Number and size of their files. */
  files: number;
  bytes: number;
  /** The model versions that were registered from them, which stay registered. */
  models: { name: string; version: string }[];
  /** True if the workspace keeps the files that registered models refer to. */
  keepsModelFiles: boolean;
  /** How many of them are pinned. */
  pinned: number;
  /** False if only the first of the runs were counted. */
  isComplete: boolean;
}

/** The runs that a clean-up would delete. */
export interface ExpiredRuns {
  runs: JobSummary[];
  /** How many more are as old and are kept because they are pinned, or because a model was registered from them. */
  pinned: number;
  withModels: number;
  /** False if there are more than are found at once. */
  isComplete: boolean;
}
