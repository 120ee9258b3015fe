import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from './run.js';

/** How a training is kept in a run. */
export interface TrainingCallbackOptions {
  /** The figure of a report that says how far training has come; default `examples`. */
  step?: string;
  /** The folder of the run's artifacts that gets the model; default `model`. */
  path?: string;
}

/** What `train` calls as it goes. */
export interface RunCallback {
  onBegin(parameters: object): Promise<void>;
  onProgress(report: object): void;
  onEnd(model: { save(folder: string): Promise<void> }): Promise<void>;
}

/**
 * Keeps a training in a run: its parameters when it begins, every figure of a report as a metric, the model when it
 * ends. It ends no run: more may come into it.
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
