import { pythonJson, type PythonValue } from '../../python-json.js';
import {
  mlflowTraceId,
  plainValue,
  plainValues,
  type Attributes,
  type OtlpSpan,
  type OtlpValue
} from './otlp-span.js';

const requestIdKey = 'mlflow.traceRequestId';

/** Returns an attribute's JSON text, in which MLflow stores every attribute. */
export const attributeText = (value: OtlpValue) => pythonJson(plainValue(value));

/**
 * Returns a span as an MLflow server stores it and MLflow's clients save it to `traces.json`: each attribute is a JSON text. Filters of
 * spans compare this text.
 */
export function storedText(span: OtlpSpan): string {
  const attributes = Object.fromEntries(
    [...span.attributes].map(([key, value]) => [key, attributeText(value)])
  );
  const stored: PythonValue = {
    trace_id: base64(span.traceId),
    span_id: base64(span.spanId),
    parent_span_id: span.parentId === undefined ? null : base64(span.parentId),
    name: span.name,
    start_time_unix_nano: span.start,
    end_time_unix_nano: span.end === 0n ? null : span.end,
    events: span.events.map(event => ({
      name: event.name,
      time_unix_nano: event.time,
      attributes: plainValues(event.attributes)
    })),
    status: { code: statusCode(span), message: span.statusMessage },
    attributes: { ...attributes, [requestIdKey]: pythonJson(mlflowTraceId(span.traceId)) },
    links: span.links.map(link => ({
      trace_id: mlflowTraceId(link.traceId),
      span_id: link.spanId,
      attributes: plainValues(link.attributes)
    }))
  };
  return pythonJson(stored);
}

/** Returns a span as MLflow's API sends it: protobuf's JSON of OpenTelemetry's span. */
export function sentText(span: OtlpSpan): string {
  const attributes: Attributes = new Map(span.attributes).set(
    requestIdKey,
    mlflowTraceId(span.traceId)
  );
  const sent: PythonValue = {
    trace_id: base64(span.traceId),
    span_id: base64(span.spanId),
    ...(span.parentId !== undefined && { parent_span_id: base64(span.parentId) }),
    name: span.name,
    start_time_unix_nano: span.start,
    ...(span.end !== 0n && { end_time_unix_nano: span.end }),
    attributes: sentAttributes(attributes),
    events: span.events.map(event => ({
      time_unix_nano: event.time,
      name: event.name,
      attributes: sentAttributes(event.attributes)
    })),
    links: span.links.map(link => ({
      trace_id: base64(link.traceId),
      span_id: base64(link.spanId),
      attributes: sentAttributes(link.attributes)
    })),
    status: { message: span.statusMessage, code: statusCode(span) }
  };
  return pythonJson(sent);
}

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const statusCode = (span: OtlpSpan) => `STATUS_CODE_${span.status}`;

function sentAttributes(attributes: Attributes): PythonValue[] {
  return [...attributes].map(([key, value]) => ({ key, value: sentValue(value) }));
}

function sentValue(value: OtlpValue): PythonValue {
  if (value === null) return {};
  if (typeof value === 'string') return { string_value: value };
  if (typeof value === 'boolean') return { bool_value: value };
  if (typeof value === 'bigint') return { int_value: value };
  if (typeof value === 'number')
    return { double_value: Number.isFinite(value) ? value : String(value) };
  if (Buffer.isBuffer(value)) return { bytes_value: value.toString('base64') };
  if (Array.isArray(value)) return { array_value: { values: value.map(sentValue) } };
  return { kvlist_value: { values: sentAttributes(value) } };
}
