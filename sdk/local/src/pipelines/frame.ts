import type { PipelineJob } from 'carry-ml/arm';
import { fail } from './errors.js';
import type { Graph } from './graph.js';
import { textSetting } from './settings.js';

/** The steps that a pipeline's settings run before and after all others. */
export interface Frame {
  /** `on_init`: must end before any other step starts. */
  first?: string;
  /** `on_finalize`: runs after all others have ended, whatever their outcome. */
  last?: string;
}

/** The frame that a pipeline's settings name. */
export function frameOf({ settings }: Pick<PipelineJob, 'settings'>): Frame {
  return {
    first: textSetting(settings, 'on_init'),
    last: textSetting(settings, 'on_finalize')
  };
}

/** Throws when a step of the frame is not in the pipeline, shares data with another step, or when there are no steps between. */
export function checkFrame({ first, last }: Frame, graph: Graph): void {
  const steps = [...graph.keys()];
  const named = Object.entries({ on_init: first, on_finalize: last });
  for (const [setting, step] of named) {
    if (step === undefined) continue;
    if (!graph.has(step)) throw fail('FrameStepUnknown', { setting, step, steps });
    const reader = steps.find(name => graph.get(name)?.includes(step));
    const [source] = graph.get(step) ?? [];
    const other = reader ?? source;
    if (other !== undefined) throw fail('FrameStepBound', { setting, step, other });
  }
  if (first !== undefined && first === last) throw fail('FrameStepNamedTwice', { step: first });
  if ((first ?? last) !== undefined && steps.every(step => step === first || step === last))
    throw fail('FrameWithoutSteps');
}
