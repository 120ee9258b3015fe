import { expect, it } from 'vitest';
import { loggedMetrics } from './logged-metrics.js';
import type { Notebook } from './notebook.js';

const metricsOf = (...sources: string[]): string[] =>
  loggedMetrics({
    cells: sources.map(source => ({ type: 'code', source, tags: [] }))
  } as unknown as Notebook);

it('finds the metrics that Python and TypeScript log, in their order and once', () => {
  expect(
    metricsOf(
      'mlflow.log_metric("loss", 0.1)\nmlflow.log_metrics({"acc": a, \'val "acc"\': b, "loss": 1}, step=2)',
      "run.logMetric('seconds', t); run.logMetrics({ f1, recall: r, 'top-5': x })",
      'mlflow.log_metrics({\n    "lr": rate,\n    "rmse": math.sqrt(mse),\n})'
    )
  ).toEqual(['loss', 'acc', 'seconds', 'f1', 'recall', 'top-5', 'lr', 'rmse']);
});

it('finds nothing where the name is computed', () => {
  expect(
    metricsOf('mlflow.log_metric(name, 1)', 'log_metrics(found)', 'x = "log_metric("')
  ).toEqual([]);
});
