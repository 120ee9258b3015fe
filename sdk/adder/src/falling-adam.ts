import { AdamOptimizer } from '@tensorflow/tfjs-core';

/** The share of the first learning rate that is left at the end: small steps settle what large ones found. */
const LAST = 0.02;

/** Adam with a learning rate that falls in a straight line as training goes on. */
export class FallingAdam extends AdamOptimizer {
  constructor(private readonly first: number) {
    super(first, 0.9, 0.999);
  }

  /** Sets the learning rate for the point that training has come to, 0 (start) to 1 (end). */
  at(progress: number): void {
    this.learningRate = this.first * Math.max(LAST, 1 - progress);
  }
}
