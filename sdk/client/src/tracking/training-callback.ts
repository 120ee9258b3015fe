import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from './run.js';

/** Options of logging a training to a run. */
export interface TrainingCallbackOptions {
  /** The field of a report that is the step of its metrics; default: `examples`. */
  step?: string;
  /** The folder of the run's artifacts for the model; default: `model`. */
  path?: string;
}

/** The callbacks that `train` calls. */
export interface RunCallback {
  onBegin(parameters: object): Promise<void>;
  onProgress(report: object): void;
  onEnd(model: { save(folder: string): Promise<void> }): Promise<void>;
}

/**
 * Returns callbacks that log a training to a run: its parameters at the start, the numbers of each report as metrics,
 * and the model at the end. They do not end the run, so that more can be logged to it.
 *
 * @example
 * const run = await ws.runs.start({ experiment: 'adder' });
 * const adder = await train({ seed: 7, callbacks: [trainingCallback(run)] });
 * await run.end();
 */
export function trainingCallback(run: Run, options: TrainingCallbackOptions = {}): RunCallback {
  const { step = 'examples', path = 'model' } = options;
  return {
    onBegin: parameters => run.logParameters({ ...parameters }),
    onProgress(report) {
      const { [step]: at, ...figures } = figuresOf(report);
      run.logMetrics(figures, at);
    },
    async onEnd(model) {
      await run.flush();
      const folder = await mkdtemp(join(tmpdir(), 'carry-model-'));
      try {
        await model.save(folder);
        await run.logArtifacts(folder, path);
      } finally {
        await rm(folder, { recursive: true });
      }
    }
  };
}

function figuresOf(report: object): Record<string, number> {
  const isFigure = (entry: [string, unknown]): entry is [string, number] =>
    typeof entry[1] === 'number';
  return Object.fromEntries(Object.entries(report).filter(isFigure));
}
