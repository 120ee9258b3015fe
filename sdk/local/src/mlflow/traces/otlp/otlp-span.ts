import type { PythonValue } from '../../python-json.js';

/** A value of an attribute: integers are bigint, so that they differ from doubles; bytes stay bytes. */
export type OtlpValue =
  string | number | bigint | boolean | null | Buffer | OtlpValue[] | Map<string, OtlpValue>;

export type Attributes = Map<string, OtlpValue>;

export interface OtlpEvent {
  name: string;
  /** In nanoseconds since 1970. */
  time: bigint;
  attributes: Attributes;
}

export interface OtlpLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

/** A span of OpenTelemetry's protocol. Ids are in hexadecimal, times in nanoseconds since 1970. */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentId?: string;
  name: string;
  start: bigint;
  /** Zero while the span is not ended. */
  end: bigint;
  status: 'UNSET' | 'OK' | 'ERROR';
  statusMessage: string;
  attributes: Attributes;
  events: OtlpEvent[];
  links: OtlpLink[];
  /** The attributes of the program that recorded the span. */
  resource: Attributes;
}

/** Returns a span whose fields have the defaults of the protocol. */
export function emptySpan(resource: Attributes): OtlpSpan {
  return {
    traceId: '',
    spanId: '',
    name: '',
    start: 0n,
    end: 0n,
    status: 'UNSET',
    statusMessage: '',
    attributes: new Map(),
    events: [],
    links: [],
    resource
  };
}

export const statusOf = (code: bigint | number): OtlpSpan['status'] =>
  Number(code) === 1 ? 'OK' : Number(code) === 2 ? 'ERROR' : 'UNSET';

/** Returns the id under which MLflow stores the trace of a span. */
export const mlflowTraceId = (traceId: string) => `tr-${traceId}`;

/** Returns a value as Python reads it, for the JSON of a span. Bytes, which JSON lacks, become base64. */
export function plainValue(value: OtlpValue): PythonValue {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Map) return plainValues(value);
  return value;
}

export function plainValues(attributes: Attributes): { [key: string]: PythonValue } {
  return Object.fromEntries([...attributes].map(([key, value]) => [key, plainValue(value)]));
}
