import { isTerminal, type JobStatus } from '../../arm/job.js';
import { orderOf, type Graph } from './graph.js';

/** What is to be done next with a pipeline. */
export interface Progress {
  /** Steps that have all they wait for. */
  start: string[];
  /** Steps that will never run, and why. */
  skip: { step: string; because: string }[];
  /** Set once no step runs or waits. */
  outcome?: 'Completed' | 'Failed' | 'Canceled';
  /** The step that the pipeline failed by. */
  failed?: string;
}

/**
 * Decides from the states of the steps alone, so that a restarted server decides the same. After a failure no further step starts, and
 * those that run go on to their end; with `goOn` only the steps that need the failed one are left out.
 */
export function progressOf(
  graph: Graph,
  states: ReadonlyMap<string, JobStatus>,
  { goOn, stopping }: { goOn: boolean; stopping: boolean }
): Progress {
  const now = new Map(states);
  const order = orderOf(graph);
  const failed =
    order.find(step => states.get(step) === 'Failed') ??
    order.find(step => states.get(step) === 'Canceled');
  const progress: Progress = { start: [], skip: [] };
  const hindrance = (upstream: readonly string[]): string | undefined => {
    if (stopping) return 'the pipeline was canceled';
    const missing = upstream.find(name => ['Failed', 'Canceled'].includes(now.get(name) ?? ''));
    if (missing !== undefined) return `it reads from the step '${missing}', which did not complete`;
    if (failed === undefined || goOn) return undefined;
    return `the step '${failed}' did not complete, and the pipeline does not continue on a failure`;
  };
  for (const step of order.filter(name => now.get(name) === 'NotStarted')) {
    const upstream = graph.get(step) ?? [];
    const because = hindrance(upstream);
    if (because !== undefined) {
      progress.skip.push({ step, because });
      now.set(step, 'Canceled');
    } else if (upstream.every(name => now.get(name) === 'Completed')) progress.start.push(step);
  }
  if ([...now.values()].every(isTerminal)) {
    progress.outcome = stopping ? 'Canceled' : failed === undefined ? 'Completed' : 'Failed';
    if (!stopping) progress.failed = failed;
  }
  return progress;
}
