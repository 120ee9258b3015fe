export { train } from './train.js';
export { load } from './load.js';
export type { LoadOptions } from './load.js';
export { loadOnnx } from './load-onnx.js';
export type { LoadOnnxOptions } from './load-onnx.js';
export type { OnnxAdder, PredictOptions } from './onnx-adder.js';
export type { TrainOptions } from './train-options.js';
export type { Mistake, Progress, TrainingCallback } from './training-callback.js';
export type {
  Adder,
  AdderCard,
  Architecture,
  Backend,
  ExplainedDigit,
  Explanation
} from './adder.js';
export { CarryError, isCarryError } from './carry-error.js';
