import type { ApiError, EventMessage } from '@carry-ml/bridge';
import { fieldsOf, listOf, textOf } from './fields.js';
import { readDetail, readJob, readSeries } from './job-wire.js';
import { readChunk } from './log-wire.js';

/** Reads a message of the bridge; null for one that this page does not know, such as one of a newer bridge. */
export function readEvent(value: unknown): EventMessage | null {
  const fields = fieldsOf(value);
  const job = textOf(fields.job);
  switch (fields.type) {
    case 'jobs':
      return { type: 'jobs', jobs: listOf(fields.jobs, readJob) };
    case 'job': {
      const detail = readDetail(fields.job);
      return detail && { type: 'job', job: detail };
    }
    case 'log':
      return { type: 'log', job, ...readChunk(fields) };
    case 'metrics':
      return { type: 'metrics', job, series: listOf(fields.series, readSeries) };
    case 'trouble': {
      const about = fields.about === 'jobs' ? 'jobs' : 'job';
      return { type: 'trouble', about, error: readError(fields.error) };
    }
    default:
      return null;
  }
}

/** Reads an error; null if there is none. */
export function readError(value: unknown): ApiError | null {
  if (typeof value !== 'object' || value === null) return null;
  const { code, message, target } = fieldsOf(value);
  return {
    code: textOf(code) || 'Unexpected',
    message: textOf(message) || textOf(code) || 'Unexpected',
    ...(typeof target === 'string' && { target })
  };
}
