import { AdamOptimizer } from '@tensorflow/tfjs-core';

/** The final learning rate as a fraction of the initial one: small steps refine what large steps found. */
const FINAL_FRACTION = 0.02;

/** Adam whose learning rate decreases linearly over the training. */
export class AdamWithLinearDecay extends AdamOptimizer {
  constructor(private readonly initialRate: number) {
    super(initialRate, 0.9, 0.999);
  }

  /** Sets the learning rate for a point of the training, 0 (start) to 1 (end). */
  setProgress(progress: number): void {
    this.learningRate = this.initialRate * Math.max(FINAL_FRACTION, 1 - progress);
  }
}
