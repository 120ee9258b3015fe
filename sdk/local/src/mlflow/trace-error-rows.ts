import { invalid, notFound, rowsOf } from './error-rows.js';

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
  ),
  TraceMetricInvalid: invalid(
    (p: { what: string; given: readonly string[]; allowed: readonly string[] }) =>
      `Found invalid ${p.what}: ${p.given.join(', ')}. Supported are ${p.allowed.length === 0 ? 'none' : p.allowed.join(', ')}.`
  ),
  TraceMetricPercentileInvalid: invalid(
    () =>
      'percentile_value must be a number between 0 and 100 for the aggregation PERCENTILE, and absent for others.'
  ),
  TraceMetricIntervalInvalid: invalid(
    () =>
      'time_interval_seconds must be positive; start_time_ms and end_time_ms are required if time_interval_seconds is set.'
  ),
  TraceMetricFilterInvalid: invalid(
    (p: { filter: string }) =>
      `Invalid filter: '${p.filter}'. Write one comparison, such as trace.status = 'OK', trace.tag.<key> = 'x', trace.metadata.<key> = 'x', span.name = 'x' or assessment.name = 'x'.`
  ),
  TraceMetricComparatorInvalid: invalid(
    (p: { operator: string }) =>
      `Invalid comparator: '${p.operator}', only '=' operator is supported.`
  ),
  TraceMetricFilterView: invalid(
    (p: { prefix: string; needed: string; view: string }) =>
      `Filtering by ${p.prefix} is only supported for ${p.needed} view type, got ${p.view}.`
  ),
  TraceNotExported: notFound(
    (p: { id: string }) =>
      `Trace with ID ${p.id} is not fully exported yet, please try again later.`
  ),

  // OpenTelemetry's protocol
  OtlpExperimentMissing: rowsOf(
    'INVALID_PARAMETER_VALUE',
    422
  )(() => 'The header x-mlflow-experiment-id is missing. Set it to the id of an experiment.'),
  OtlpTypeInvalid: rowsOf(
    'BAD_REQUEST',
    400
  )(
    (p: { type: string }) =>
      `Invalid Content-Type: ${p.type}. Expected: application/x-protobuf or application/json`
  ),
  OtlpUnreadable: rowsOf(
    'BAD_REQUEST',
    400
  )(
    () =>
      'Invalid OpenTelemetry format. Send an ExportTraceServiceRequest, or its JSON with ids in hexadecimal.'
  ),
  OtlpEmpty: rowsOf(
    'BAD_REQUEST',
    400
  )(() => 'Invalid OpenTelemetry format - no spans found. Send at least one span.'),
  OtlpCompressionUnreadable: rowsOf(
    'BAD_REQUEST',
    400
  )(
    (p: { encoding: string }) =>
      `Failed to decompress ${p.encoding} payload. Send it again, or without compression.`
  ),
  OtlpEncodingUnsupported: rowsOf(
    'BAD_REQUEST',
    400
  )(
    (p: { encoding: string }) =>
      `Unsupported Content-Encoding: ${p.encoding}. Send gzip, deflate or no compression.`
  ),
  OtlpTooLarge: rowsOf(
    'BAD_REQUEST',
    413
  )(
    (p: { limit: number }) =>
      `The spans have more than ${p.limit} bytes. Send them in several requests.`
  ),
  OtlpTooComplex: rowsOf(
    'BAD_REQUEST',
    413
  )(
    (p: { limit: number }) =>
      `The spans have more than ${p.limit} fields. Send them in several requests.`
  ),
  OtlpTimeInvalid: rowsOf(
    'BAD_REQUEST',
    422
  )(
    (p: { name: string }) =>
      `Cannot convert OpenTelemetry span to MLflow span: the times of '${p.name}' must be nanoseconds since 1970, below 2^63.`
  ),
  OtlpSpanInvalid: rowsOf(
    'BAD_REQUEST',
    422
  )(
    (p: { name: string }) =>
      `Cannot convert OpenTelemetry span to MLflow span: '${p.name}' needs a trace_id of 16 bytes and a span_id of 8.`
  )
};
