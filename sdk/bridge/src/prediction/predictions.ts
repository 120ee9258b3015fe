import type { PredictionResult } from '../api.js';
import { predict, type PredictionTask } from './predict.js';

/** The predictions that run, each under the id that its page chose, so that the page can end it. */
export class Predictions {
  private readonly running = new Map<string, AbortController>();

  async run(id: string, task: Omit<PredictionTask, 'signal'>): Promise<PredictionResult> {
    const ending = new AbortController();
    this.running.set(id, ending);
    try {
      return await predict({ ...task, signal: ending.signal });
    } finally {
      this.running.delete(id);
    }
  }

  /** Ends a prediction; does nothing if it has ended. */
  end(id: string): void {
    this.running.get(id)?.abort();
  }

  /** Ends all of them. */
  close(): void {
    for (const ending of this.running.values()) ending.abort();
  }
}
