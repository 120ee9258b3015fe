import type { ModelInput, PredictionForm, PredictionResult } from '@carry-ml/bridge';
import { fieldsOf, listOf, textOf } from './fields.js';

/** Reads what a prediction needs; null for a form that this page does not know. */
export function readPredictionForm(value: unknown): PredictionForm | null {
  const { kind, inputs } = fieldsOf(value);
  if (kind === 'sum') return { kind };
  if (kind !== 'inputs') return null;
  const read = listOf(inputs, readInput);
  return read.length === 0 ? null : { kind, inputs: read };
}

/** Reads what a model predicted. */
export function readPrediction(value: unknown): PredictionResult {
  const { text, confidence, seconds } = fieldsOf(value);
  return {
    text: textOf(text),
    confidence: numberOr(confidence, null),
    seconds: numberOr(seconds, 0)
  };
}

function readInput(value: unknown): ModelInput {
  const { name, type, isRequired, shape } = fieldsOf(value);
  return {
    name: textOf(name),
    type: textOf(type) || 'any',
    isRequired: isRequired !== false,
    ...(Array.isArray(shape) && { shape: listOf(shape, size => numberOr(size, -1)) })
  };
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
