import type { PlannedStep } from './step-job.js';
import type { Fields } from './step.js';

/** Fills the bindings of a text in; `where` names what the text belongs to. */
export type Fill = (text: string, where: string) => string;

/** The fields of a sweep step that may refer to the pipeline's inputs. */
const sweepSettings: ReadonlySet<string> = new Set([
  'search_space',
  'searchSpace',
  'limits',
  'sampling_algorithm',
  'samplingAlgorithm',
  'objective',
  'early_termination',
  'earlyTermination'
]);

/** The step with the bindings in its settings filled in: how it sweeps, how long it may take, where it runs, what its variables are. */
export function fillSettings(step: PlannedStep, fill: Fill): PlannedStep {
  const of = (setting: string) => `The setting '${setting}' of the step '${step.name}'`;
  const optional = (setting: string, given: string | undefined) =>
    given === undefined ? undefined : fill(given, of(setting));
  return {
    ...step,
    computeId: optional('compute', step.computeId),
    timeout: optional('limits.timeout', step.timeout),
    environmentVariables: Object.fromEntries(
      Object.entries(step.environmentVariables).map(([name, value]) => [
        name,
        // Others are for the job itself, as `${{inputs.x}}` is.
        value.includes('${{parent.') ? fill(value, of(`environment_variables.${name}`)) : value
      ])
    ),
    ...(step.sweep
      ? {
          sweep: Object.fromEntries(
            Object.entries(step.sweep).map(([field, value]) => [
              field,
              sweepSettings.has(field) ? filled(value, text => fill(text, of(field))) : value
            ])
          )
        }
      : {})
  };
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map(item => filled(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Fields).map(([key, inner]) => [key, filled(inner, fill)])
  );
}
