import { invalid, notFound } from './error-rows.js';

/** The errors of traces and their assessments. */
export const traceErrorRows = {
  TraceNotFound: notFound(
    (p: { id: string }) => `Trace with ID '${p.id}' not found. Search for existing traces.`
  ),
  TraceIdInvalid: invalid(
    (p: { id: string }) =>
      `Invalid trace ID '${p.id}'. It begins with a letter or digit and has at most 50 letters, digits, underscores, dashes, colons and periods.`
  ),
  TraceTagNotFound: notFound(
    (p: { trace: string; key: string }) =>
      `No trace tag with key '${p.key}' for trace with ID '${p.trace}'. Get the trace to see its tags.`
  ),
  TraceTagImmutable: invalid(
    (p: { key: string; operation: 'set' | 'deleted' }) =>
      `Tag '${p.key}' is immutable and cannot be ${p.operation} on a trace.`
  ),
  TraceSelectionMissing: invalid(
    () => 'Either `max_timestamp_millis` or `trace_ids` must be specified.'
  ),
  TraceSelectionAmbiguous: invalid(
    () =>
      'Only one of `max_timestamp_millis` and `trace_ids` can be specified, and `max_traces` only with the former.'
  ),
  TraceLimitInvalid: invalid(
    (p: { value: number }) => `\`max_traces\` must be a positive integer, received ${p.value}.`
  ),
  TraceLinksTooMany: invalid(
    (p: { count: number; max: number }) =>
      `Cannot link more than ${p.max} traces to a run in a single request. Provided ${p.count} traces.`
  ),
  AssessmentNotFound: notFound(
    (p: { trace: string; id: string }) =>
      `Assessment with ID '${p.id}' not found for trace '${p.trace}'. Get the trace to see its assessments.`
  ),
  AssessmentValueMissing: invalid(
    () => 'An assessment must have one of feedback, expectation and issue.'
  ),
  AssessmentKindFixed: invalid(
    (p: { kind: string; given: string }) =>
      `Cannot update ${p.given} value on ${p.kind === 'feedback' ? 'a Feedback' : `an ${p.kind}`} assessment. Create another assessment instead.`
  )
};
