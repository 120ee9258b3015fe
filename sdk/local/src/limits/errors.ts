import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

export const limitErrors = {
  DiskQuotaExceeded: {
    status: 403,
    message: (p: { used: string; limit: string; wanted: string; largest: string }) =>
      `The local workspace uses ${p.used} of its limit of ${p.limit}, so ${p.wanted} more do not fit. Delete files, models or data assets that are no longer needed, or raise 'diskLimit' in its settings. The largest folders: ${p.largest}.`
  }
};

export const fail = defineErrors({ ...localErrors, ...limitErrors });
