import { describe, expect, it } from 'vitest';
import { declarationProblems, problems } from './check-cell.js';

describe('a cell of a TypeScript notebook', () => {
  it('can name the types of its variables, also in the folder of a job', () => {
    const cell = `
      import { connect } from 'carry-ml';
      export const ws = await connect();
      export const job = await ws.jobs.submitNotebook('a.ipynb');
      export const run = await job.run();
      export const history = await run.metricHistory('loss');
      export const page = await ws.jobs.list().page();
      export const model = await ws.models.register({ name: 'm', run, path: 'model' });
    `;
    expect(declarationProblems(cell)).toEqual([]);
  });

  it('submits, follows, reads metrics and registers', () => {
    const cell = `
      import { connect, isCarryError, trackingAt, type Job, type Run } from 'carry-ml';
      const ws = await connect({ from: 'notebooks' });
      const kind: 'azure' | 'local' = ws.kind;
      const job: Job = await ws.jobs.submitNotebook('01-adder.ipynb', {
        parameters: { digits: 2, layers: [1, 2], options: { a: null } },
        compute: 'cpu',
        timeout: 60
      });
      for await (const line of job.logs({ follow: true })) line.toUpperCase();
      await job.completed();
      const run: Run = await job.run();
      const digits: string | undefined = run.parameters.digits;
      run.logMetric('loss', 0.1, 1);
      const table = await run.metricHistory('loss');
      const rows: number = table.numRows;
      for await (const one of ws.jobs.list({ limit: 3 })) one.status === 'Completed';
      const { items, next } = await ws.jobs.list().page();
      const first: Job | undefined = items[0];
      const { version } = await ws.models.register({ name: 'adder', run, path: 'model' });
      await ws.models.register({ name: 'adder', run: job, path: 'model' });
      const progress = await job.progress();
      const failed: number | undefined = progress.failedCell;
      try { await ws.jobs.get('x'); } catch (e) { if (isCarryError(e)) e.code.length; }
      const { runs } = trackingAt('http://127.0.0.1:5000', { token: 't' });
      export { kind, digits, rows, next, first, version, failed, runs };
    `;
    expect(problems(cell)).toEqual([]);
  });

  it('trains an adder into a run', () => {
    const cell = `
      import { connect, trainingCallback } from 'carry-ml';
      import { train, type Adder, type Progress } from '@carry-ml/adder';
      const ws = await connect();
      const run = await ws.runs.start({ experiment: 'adder' });
      const reports: Progress[] = [];
      const adder: Adder = await train({
        seed: 7,
        onProgress: progress => {
          reports.push(progress);
        },
        callbacks: [trainingCallback(run, { path: 'best' })]
      });
      const answer: string = adder.add('20+30');
      export { answer, reports };
    `;
    expect(problems(cell)).toEqual([]);
  });

  it('imports the subpaths of the package', () => {
    const cell = `
      import { readNotebook, coerceParameters, type Parameter } from 'carry-ml/notebooks';
      import { workspacePath, isTerminal, type JobStatus } from 'carry-ml/arm';
      import { Jobs } from 'carry-ml/workspace';
      import { Runs } from 'carry-ml/tracking';
      import { Models } from 'carry-ml/registry';
      const { parameters } = await readNotebook('a.ipynb');
      const first: Parameter | undefined = parameters[0];
      const values: Record<string, unknown> = coerceParameters(parameters, { n: '1' });
      const over: boolean = isTerminal('Completed' satisfies JobStatus);
      export { first, values, over, workspacePath, Jobs, Runs, Models };
    `;
    expect(problems(cell)).toEqual([]);
  });

  it('gets the type errors of its mistakes', () => {
    const cell = `
      import { connect } from 'carry-ml';
      const ws = await connect();
      const job = await ws.jobs.submitNotebook(5, { compute: 1 });
      const n: number = job.name;
      const table = await (await job.run()).metricHistory('loss');
      const rows: string = table.numRows;
      export { n, rows };
    `;
    const found = problems(cell).join('\n');
    expect(found).toContain(
      "Argument of type 'number' is not assignable to parameter of type 'string'"
    );
    expect(found).toContain("Type 'string' is not assignable to type 'number'");
    // Types of other packages are found as well, and not silently any.
    expect(found).toContain("Type 'number' is not assignable to type 'string'");
  });
});
