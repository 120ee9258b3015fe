import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Requests that exceed a limit of the local workspace. */
export const limitErrors = {
  DiskQuotaExceeded: {
    status: 403,
    message: (p: { used: string; limit: string; wanted: string; largest: string }) =>
      `The local workspace uses ${p.used} of its limit of ${p.limit}, so ${p.wanted} more do not fit. Delete files, models or data assets that are no longer needed, or raise 'diskLimit' in its settings. The largest folders: ${p.largest}.`
  },
  TooManyJobs: {
    status: 429,
    message: (p: { limit: number }) =>
      `${p.limit} jobs are waiting or running, so no more are accepted. Wait until some have ended, cancel some, or raise 'queueLimit' in the settings of the local workspace.`
  }
};

export const fail = defineErrors({ ...localErrors, ...limitErrors });
