import { defineFailures } from '../errors/define-failures.js';

/** Why a command job failed. */
export const jobFailures = {
  PreparationFailed: {
    message: (p: { reason: string }) => p.reason
  },
  JobTimeout: {
    message: (p: { limit: string }) =>
      `The job ran longer than its limit of ${p.limit} and was stopped. Raise limits.timeout, or give it less to do.`
  },
  JobDisappeared: {
    message: (p: { lastLine?: string }) =>
      `The job's processes ended without an exit code: they were killed from outside, or the machine restarted.${lastLineText(p)}`
  },
  ExecutionFailed: {
    /** `exit` is the exit code, or the name of the signal that ended the command. */
    message: (p: { exit: number | string; lastLine?: string }) =>
      `The command ${endText(p)}.${lastLineText(p)}`
  },
  ProcessFailed: {
    /** `process` is its rank or task, such as `rank 3`. */
    message: (p: { process: string; exit: number | string; lastLine?: string }) =>
      `The process of ${p.process} ${endText(p)}, and the other processes of the job were ended.${lastLineText(p)}`
  }
};

function endText({ exit }: { exit: number | string }): string {
  return `${typeof exit === 'string' ? 'was ended by' : 'ended with exit code'} ${exit}`;
}

function lastLineText({ lastLine }: { lastLine?: string }): string {
  return lastLine ? ` Its last line was: ${lastLine}` : '';
}

/** Builds the error of a failed command job: `failureOf('JobTimeout', { limit })`. */
export const failureOf = defineFailures(jobFailures);
