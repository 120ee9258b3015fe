import type { PlannedStep } from './step-job.js';
import type { Fields } from './step.js';

/** Replaces the bindings of a text by their values; `where` names the part of the pipeline that holds the text. */
export type Fill = (text: string, where: string) => string;

/** The fields of a sweep step that may have bindings to the pipeline's inputs. */
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

/** The step with the bindings in its settings resolved: those of its sweep, timeout, compute and environment variables. */
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
        // Other placeholders, such as `${{inputs.x}}`, are resolved by the job itself.
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
