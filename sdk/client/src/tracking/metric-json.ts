/** The value of a metric in JSON, which has neither NaN nor infinities: MLflow writes them as these texts. */
export type MetricJson = number | 'NaN' | 'Infinity' | '-Infinity';

/**
 * Returns the value of a metric in the form that JSON keeps: `JSON.stringify` would turn NaN and infinities into null.
 *
 * @example JSON.stringify(metricToJson(NaN)); // '"NaN"'
 */
export function metricToJson(value: number): MetricJson {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** Returns the value of a metric from MLflow's JSON. A value that is null is NaN, not 0. */
export function metricFromJson(value: number | string | null): number {
  return value === null || value === '' ? NaN : Number(value);
}
