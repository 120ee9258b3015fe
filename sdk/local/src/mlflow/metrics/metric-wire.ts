import { wireDouble } from '../wire/answer.js';
import type { Metric } from './metrics.js';

export function wireMetric(metric: Metric) {
  return { ...metric, value: wireDouble(metric.value) };
}
