import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobDetail, JobSummary } from '@carry-ml/bridge';
import { duration, elapsed } from '../../parts/duration.js';

/** Says what a run that has ended has used: processor time, and the time of several machines. What is not known is left out. */
export function usageTexts(
  job: Pick<JobSummary, 'finished' | 'startedAt' | 'endedAt'>,
  detail: Pick<JobDetail, 'cpuSeconds' | 'nodes'> | null,
  trans: TranslationBundle
): string[] {
  if (!job.finished || !detail) return [];
  const { cpuSeconds, nodes } = detail;
  const took = job.endedAt === null ? null : elapsed(job, 0);
  return [
    ...(cpuSeconds === null ? [] : [trans.__('%1 of CPU', duration(cpuSeconds * 1000))]),
    ...(nodes === null || nodes < 2 || took === null
      ? []
      : [trans.__('%1 machines, together %2', nodes, duration(nodes * took))])
  ];
}
