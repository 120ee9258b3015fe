import { describe, expect, it } from 'vitest';
import type { JobStatus } from 'carry-ml/arm';
import { progressOf } from './progress.js';

/** a -> b -> c, and d without bindings. */
const graph = new Map([
  ['a', []],
  ['b', ['a']],
  ['c', ['b']],
  ['d', []]
]);
const at = (a: JobStatus, b: JobStatus, c: JobStatus, d: JobStatus) =>
  new Map<string, JobStatus>(Object.entries({ a, b, c, d }));
const usual = { continueOnFailure: false, isCanceled: false };

describe('the progress of a pipeline', () => {
  it('starts every step that is ready', () => {
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

  it('starts no step after a failure, and lets running ones continue', () => {
    const progress = progressOf(graph, at('Running', 'NotStarted', 'NotStarted', 'Failed'), usual);
    expect(progress.start).toEqual([]);
    expect(progress.skip.map(s => s.step)).toEqual(['b', 'c']);
    expect(progress.skip[0]?.because).toBe(
      "the step 'd' did not complete, and the pipeline does not continue on a failure"
    );
    expect(progress.outcome).toBeUndefined();
  });

  it('that continues on a failure skips only the steps that need the failed one', () => {
    const progress = progressOf(graph, at('Failed', 'NotStarted', 'NotStarted', 'NotStarted'), {
      continueOnFailure: true,
      isCanceled: false
    });
    expect(progress.start).toEqual(['d']);
    expect(progress.skip).toEqual([
      { step: 'b', because: "it reads from the step 'a', which did not complete" },
      { step: 'c', because: "it reads from the step 'b', which did not complete" }
    ]);
  });

  it('fails because of the failed step, not because of a skipped one', () => {
    expect(progressOf(graph, at('Failed', 'Canceled', 'Canceled', 'Completed'), usual)).toEqual({
      start: [],
      skip: [],
      outcome: 'Failed',
      failed: 'a'
    });
  });

  it('fails when a single step was canceled', () => {
    expect(
      progressOf(graph, at('Canceled', 'NotStarted', 'NotStarted', 'Completed'), usual)
    ).toMatchObject({ outcome: 'Failed', failed: 'a' });
  });

  it('completes when every step has completed', () => {
    expect(
      progressOf(graph, at('Completed', 'Completed', 'Completed', 'Completed'), usual)
    ).toEqual({ start: [], skip: [], outcome: 'Completed', failed: undefined });
    expect(progressOf(new Map(), new Map(), usual).outcome).toBe('Completed');
  });

  it('that is canceled skips waiting steps, and is Canceled when no step runs any more', () => {
    const isCanceled = { continueOnFailure: true, isCanceled: true };
    const first = progressOf(
      graph,
      at('Running', 'NotStarted', 'NotStarted', 'Completed'),
      isCanceled
    );
    expect(first).toMatchObject({ start: [], skip: [{ step: 'b' }, { step: 'c' }] });
    expect(first.outcome).toBeUndefined();
    expect(
      progressOf(graph, at('Failed', 'Canceled', 'Canceled', 'Completed'), isCanceled).outcome
    ).toBe('Canceled');
  });
});

describe('a pipeline with a first and a last step', () => {
  const framed = new Map([...graph, ['last', []], ['first', []]]);
  const frame = { ...usual, first: 'first', last: 'last' };
  const with4 = (
    first: JobStatus,
    [a, b, c, d]: [JobStatus, JobStatus, JobStatus, JobStatus],
    last: JobStatus
  ) => new Map<string, JobStatus>(Object.entries({ a, b, c, d, last, first }));
  const waiting: [JobStatus, JobStatus, JobStatus, JobStatus] = [
    'NotStarted',
    'NotStarted',
    'NotStarted',
    'NotStarted'
  ];

  it('starts no other step before the first has completed', () => {
    expect(progressOf(framed, with4('NotStarted', waiting, 'NotStarted'), frame).start).toEqual([
      'first'
    ]);
    expect(progressOf(framed, with4('Running', waiting, 'NotStarted'), frame).start).toEqual([]);
    expect(progressOf(framed, with4('Completed', waiting, 'NotStarted'), frame).start).toEqual([
      'a',
      'd'
    ]);
  });

  it('starts the last once all others have ended, not before', () => {
    const running = with4(
      'Completed',
      ['Completed', 'Completed', 'Running', 'Completed'],
      'NotStarted'
    );
    expect(progressOf(framed, running, frame).start).toEqual([]);
    const ended = with4(
      'Completed',
      ['Completed', 'Completed', 'Completed', 'Completed'],
      'NotStarted'
    );
    const progress = progressOf(framed, ended, frame);
    expect([progress.start, progress.outcome]).toEqual([['last'], undefined]);
  });

  it('runs the last after a failure too, and fails because of the earlier step', () => {
    const failed = with4(
      'Completed',
      ['Failed', 'NotStarted', 'NotStarted', 'Completed'],
      'NotStarted'
    );
    const progress = progressOf(framed, failed, frame);
    expect(progress.skip.map(({ step }) => step)).toEqual(['b', 'c']);
    expect([progress.start, progress.outcome]).toEqual([['last'], undefined]);
    const both = with4('Completed', ['Failed', 'Canceled', 'Canceled', 'Completed'], 'Failed');
    expect(progressOf(framed, both, frame)).toMatchObject({ outcome: 'Failed', failed: 'a' });
  });

  it('skips all but the last when the first failed, even if it continues on failures', () => {
    const failed = with4('Failed', waiting, 'NotStarted');
    const progress = progressOf(framed, failed, { ...frame, continueOnFailure: true });
    expect(progress.start).toEqual(['last']);
    expect(progress.skip.map(({ step }) => step)).toEqual(['a', 'b', 'c', 'd']);
    expect(progress.skip[0]?.because).toBe(
      "the step 'first', which comes before all others, did not complete"
    );
  });

  it('does not run the last step when it is canceled', () => {
    const stopped = with4(
      'Completed',
      ['Canceled', 'NotStarted', 'NotStarted', 'Canceled'],
      'NotStarted'
    );
    const progress = progressOf(framed, stopped, { ...frame, isCanceled: true });
    expect([progress.start, progress.outcome]).toEqual([[], 'Canceled']);
  });

  it('fails because of its last step when only that failed', () => {
    const ended = with4(
      'Completed',
      ['Completed', 'Completed', 'Completed', 'Completed'],
      'Failed'
    );
    expect(progressOf(framed, ended, frame)).toMatchObject({ outcome: 'Failed', failed: 'last' });
  });
});
