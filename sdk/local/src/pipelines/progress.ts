import { isTerminal, type JobStatus } from 'carry-ml/arm';
import type { Frame } from './frame.js';
import { orderOf, type Graph } from './graph.js';

/** The next actions for a pipeline. */
export interface Progress {
  /** Steps that are ready to start. */
  start: string[];
  /** Steps that cannot run any more, and why. */
  skip: { step: string; because: string }[];
  /** Set once all steps have ended. */
  outcome?: 'Completed' | 'Failed' | 'Canceled';
  /** The step that made the pipeline fail. */
  failed?: string;
}

/**
 * Decides from the states of the steps alone, so that a restarted server decides the same. After a failure no further step starts, and
 * running steps continue to their end; with `continueOnFailure` only the steps that depend on the failed one are skipped. The frame's first step runs
 * before all others, and its last one after them unless the pipeline was canceled.
 */
export function progressOf(
  graph: Graph,
  states: ReadonlyMap<string, JobStatus>,
  {
    continueOnFailure,
    isCanceled,
    first,
    last
  }: { continueOnFailure: boolean; isCanceled: boolean } & Frame
): Progress {
  const now = new Map(states);
  // The frame shares no data with other steps, so it may run before and after all of them.
  const between = orderOf(graph).filter(step => step !== first && step !== last);
  const order = [first, ...between, last].filter(step => step !== undefined);
  const failed =
    order.find(step => states.get(step) === 'Failed') ??
    order.find(step => states.get(step) === 'Canceled');
  const progress: Progress = { start: [], skip: [] };
  const isMissing = (name: string) => ['Failed', 'Canceled'].includes(now.get(name) ?? '');
  const skipReason = (step: string, upstream: readonly string[]): string | undefined => {
    if (isCanceled) return 'the pipeline was canceled';
    if (step === last) return undefined;
    if (first !== undefined && isMissing(first))
      return `the step '${first}', which comes before all others, did not complete`;
    const missing = upstream.find(isMissing);
    if (missing !== undefined) return `it reads from the step '${missing}', which did not complete`;
    if (failed === undefined || continueOnFailure) return undefined;
    return `the step '${failed}' did not complete, and the pipeline does not continue on a failure`;
  };
  const isDue = (step: string, upstream: readonly string[]): boolean => {
    if (step === last) return order.every(name => name === last || isTerminal(now.get(name) ?? ''));
    const before = first === undefined || step === first ? upstream : [first, ...upstream];
    return before.every(name => now.get(name) === 'Completed');
  };
  for (const step of order.filter(name => now.get(name) === 'NotStarted')) {
    const upstream = graph.get(step) ?? [];
    const because = skipReason(step, upstream);
    if (because !== undefined) {
      progress.skip.push({ step, because });
      now.set(step, 'Canceled');
    } else if (isDue(step, upstream)) progress.start.push(step);
  }
  if ([...now.values()].every(isTerminal)) {
    progress.outcome = isCanceled ? 'Canceled' : failed === undefined ? 'Completed' : 'Failed';
    if (!isCanceled) progress.failed = failed;
  }
  return progress;
}
