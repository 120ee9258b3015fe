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

/** The settings of a parallel step that may have them. */
const parallelSettings: ReadonlySet<string> = new Set([
  'mini_batch_size',
  'partition_keys',
  'max_concurrency_per_instance',
  'error_threshold',
  'mini_batch_error_threshold',
  'logging_level',
  'retry_settings',
  'resources'
]);

/** Those of an AutoML step; its data are inputs. */
const automlSettings: ReadonlySet<string> = new Set([
  'task',
  'primary_metric',
  'target_column_name',
  'weight_column_name',
  'positive_label',
  'validation_data_size',
  'test_data_size',
  'n_cross_validations',
  'cv_split_column_names',
  'featurization',
  'limits',
  'training',
  'forecasting'
]);

/**
 * The step with the bindings in its settings resolved: those of its sweep, mini-batches, timeout, compute, distribution, resources and
 * environment variables.
 */
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
    distribution: filled(step.distribution, text => fill(text, of('distribution'))) as Fields,
    resources: filled(step.resources, text => fill(text, of('resources'))) as Fields,
    ...(step.sweep ? { sweep: filledFields(step.sweep, sweepSettings) } : {}),
    ...(step.automl ? { automl: filledFields(step.automl, automlSettings) } : {}),
    ...(step.parallel ? { parallel: filledFields(step.parallel, parallelSettings) } : {})
  };

  function filledFields(fields: Fields, settings: ReadonlySet<string>): Fields {
    return Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        settings.has(field) ? filled(value, text => fill(text, of(field))) : value
      ])
    );
  }
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map(item => filled(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Fields).map(([key, inner]) => [key, filled(inner, fill)])
  );
}
