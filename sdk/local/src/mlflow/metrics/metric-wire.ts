import { wireDouble } from '../wire/response.js';
import type { Metric } from './metrics.js';

export function wireMetric(metric: Metric) {
  return { ...metric, value: wireDouble(metric.value) };
}
