import { describe, expect, it } from 'vitest';
import type { JobStatus } from '../../arm/job.js';
import { progressOf } from './progress.js';

/** a -> b -> c, and d alone. */
const graph = new Map([
  ['a', []],
  ['b', ['a']],
  ['c', ['b']],
  ['d', []]
]);
const at = (a: JobStatus, b: JobStatus, c: JobStatus, d: JobStatus) =>
  new Map<string, JobStatus>(Object.entries({ a, b, c, d }));
const usual = { goOn: false, stopping: false };

describe('the progress of a pipeline', () => {
  it('starts every step that waits for nothing', () => {
    expect(
      progressOf(graph, at('NotStarted', 'NotStarted', 'NotStarted', 'NotStarted'), usual)
    ).toEqual({ start: ['a', 'd'], skip: [] });
  });

  it('starts a step once those it reads from completed, not before', () => {
    expect(
      progressOf(graph, at('Running', 'NotStarted', 'NotStarted', 'Queued'), usual).start
    ).toEqual([]);
    expect(
      progressOf(graph, at('Completed', 'NotStarted', 'NotStarted', 'Running'), usual).start
    ).toEqual(['b']);
  });

  it('starts nothing more after a failure, and lets what runs go on', () => {
    const progress = progressOf(graph, at('Running', 'NotStarted', 'NotStarted', 'Failed'), usual);
    expect(progress.start).toEqual([]);
    expect(progress.skip.map(s => s.step)).toEqual(['b', 'c']);
    expect(progress.skip[0]?.because).toBe(
      "the step 'd' did not complete, and the pipeline does not continue on a failure"
    );
    expect(progress.outcome).toBeUndefined();
  });

  it('that continues on a failure leaves out only what needs the failed step', () => {
    const progress = progressOf(graph, at('Failed', 'NotStarted', 'NotStarted', 'NotStarted'), {
      goOn: true,
      stopping: false
    });
    expect(progress.start).toEqual(['d']);
    expect(progress.skip).toEqual([
      { step: 'b', because: "it reads from the step 'a', which did not complete" },
      { step: 'c', because: "it reads from the step 'b', which did not complete" }
    ]);
  });

  it('fails by the step that failed, not by one that was left out', () => {
    expect(progressOf(graph, at('Failed', 'Canceled', 'Canceled', 'Completed'), usual)).toEqual({
      start: [],
      skip: [],
      outcome: 'Failed',
      failed: 'a'
    });
  });

  it('fails when a step was canceled by itself', () => {
    expect(
      progressOf(graph, at('Canceled', 'NotStarted', 'NotStarted', 'Completed'), usual)
    ).toMatchObject({ outcome: 'Failed', failed: 'a' });
  });

  it('completes when every step did', () => {
    expect(
      progressOf(graph, at('Completed', 'Completed', 'Completed', 'Completed'), usual)
    ).toEqual({ start: [], skip: [], outcome: 'Completed', failed: undefined });
    expect(progressOf(new Map(), new Map(), usual).outcome).toBe('Completed');
  });

  it('that is stopped skips what waits, and is Canceled when nothing runs any more', () => {
    const stopping = { goOn: true, stopping: true };
    const first = progressOf(
      graph,
      at('Running', 'NotStarted', 'NotStarted', 'Completed'),
      stopping
    );
    expect(first).toMatchObject({ start: [], skip: [{ step: 'b' }, { step: 'c' }] });
    expect(first.outcome).toBeUndefined();
    expect(
      progressOf(graph, at('Failed', 'Canceled', 'Canceled', 'Completed'), stopping).outcome
    ).toBe('Canceled');
  });
});
