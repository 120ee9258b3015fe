import type { PipelineJob } from 'carry-ml/arm';
import { fail } from '../errors/index.js';
import type { Graph } from './graph.js';

/** The steps that a pipeline's settings set apart. */
export interface Frame {
  /** `on_init`: ends before any other step starts. */
  first?: string;
  /** `on_finalize`: runs after all others have ended, however they ended. */
  last?: string;
}

/** Azure's own clients write a pipeline's settings in snake case, others as the contract's fields are written. */
export function frameOf({ settings }: Pick<PipelineJob, 'settings'>): Frame {
  const first = settings?.on_init ?? settings?.onInit;
  const last = settings?.on_finalize ?? settings?.onFinalize;
  return {
    ...(typeof first === 'string' && first ? { first } : {}),
    ...(typeof last === 'string' && last ? { last } : {})
  };
}

/** Refuses a frame that is no part of the pipeline, all of it, or tied to another step by data: then its place is decided already. */
export function checkFrame({ first, last }: Frame, graph: Graph): void {
  const steps = [...graph.keys()];
  const named = Object.entries({ on_init: first, on_finalize: last });
  for (const [setting, step] of named) {
    if (step === undefined) continue;
    if (!graph.has(step))
      throw fail('UserError', {
        message: `The setting ${setting} names the step '${step}', which this pipeline does not have. Its steps are: ${steps.join(', ')}.`
      });
    const reader = steps.find(name => graph.get(name)?.includes(step));
    const [source] = graph.get(step) ?? [];
    const other = reader ?? source;
    if (other !== undefined)
      throw fail('UserError', {
        message: `The step '${step}' is the pipeline's ${setting} and shares data with the step '${other}'. Such a step stands alone: take the binding away.`
      });
  }
  if (first !== undefined && first === last)
    throw fail('UserError', {
      message: `The step '${first}' cannot be both on_init and on_finalize of the pipeline. Name two steps.`
    });
  if ((first ?? last) !== undefined && steps.every(step => step === first || step === last))
    throw fail('UserError', {
      message:
        'The pipeline has no step but its on_init and on_finalize. Give it one that they frame.'
    });
}
