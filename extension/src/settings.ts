import type { UserSettings } from './parts/user-settings.js';

/** The settings of each plugin with their defaults, as the files of `schema/` declare them. */
export const SIDEBAR_DEFAULTS = { showIntroduction: true };
export const SUBMIT_DEFAULTS = { defaultCompute: '', defaultExperiment: '' };
export const RUNS_DEFAULTS = { notifyOnEnd: true, wrapLog: false, logTimes: true };
export const MODELS_DEFAULTS = { refreshSeconds: 5, listedMetrics: 3 };
export const STATUS_DEFAULTS = { showRunCount: true };

export type SidebarSettings = UserSettings<typeof SIDEBAR_DEFAULTS>;
export type SubmitSettings = UserSettings<typeof SUBMIT_DEFAULTS>;
export type RunsSettings = UserSettings<typeof RUNS_DEFAULTS>;
export type ModelsSettings = UserSettings<typeof MODELS_DEFAULTS>;
