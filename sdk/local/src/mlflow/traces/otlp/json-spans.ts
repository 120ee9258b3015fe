import { fail } from '../../errors.js';
import {
  emptySpan,
  statusOf,
  type Attributes,
  type OtlpSpan,
  type OtlpValue
} from './otlp-span.js';

type Json = Record<string, unknown>;

/** Reads the spans of OpenTelemetry's JSON one by one. Ids are hexadecimal, 64-bit integers are numbers or strings. */
export function* jsonSpans(request: unknown): Generator<OtlpSpan, undefined> {
  for (const resourceSpans of list(request, 'resourceSpans')) {
    const resource = attributesOf(member(resourceSpans, 'resource'));
    for (const scope of list(resourceSpans, 'scopeSpans'))
      for (const span of list(scope, 'spans')) yield readSpan(span, resource);
  }
}

function readSpan(json: Json, resource: Attributes): OtlpSpan {
  const status = objectOf(member(json, 'status') ?? {});
  return {
    ...emptySpan(resource),
    traceId: hex(json, 'traceId'),
    spanId: hex(json, 'spanId'),
    parentId: hex(json, 'parentSpanId') || undefined,
    name: text(json, 'name'),
    start: integer(json, 'startTimeUnixNano'),
    end: integer(json, 'endTimeUnixNano'),
    status: statusNamed(member(status, 'code') ?? 0),
    statusMessage: text(status, 'message'),
    attributes: attributesOf(json),
    events: list(json, 'events').map(event => ({
      name: text(event, 'name'),
      time: integer(event, 'timeUnixNano'),
      attributes: attributesOf(event)
    })),
    links: list(json, 'links').map(link => ({
      traceId: hex(link, 'traceId'),
      spanId: hex(link, 'spanId'),
      attributes: attributesOf(link)
    }))
  };
}

function statusNamed(code: unknown): OtlpSpan['status'] {
  if (code === 'STATUS_CODE_OK') return 'OK';
  if (code === 'STATUS_CODE_ERROR') return 'ERROR';
  return typeof code === 'number' ? statusOf(code) : 'UNSET';
}

function attributesOf(json: unknown): Attributes {
  if (json === undefined || json === null) return new Map();
  return pairs(list(objectOf(json), 'attributes'));
}

const pairs = (all: Json[]): Attributes =>
  new Map(all.map(pair => [text(pair, 'key'), valueOf(member(pair, 'value'))]));

function valueOf(given: unknown): OtlpValue {
  if (given === undefined || given === null) return null;
  const json = objectOf(given);
  const simple = member(json, 'stringValue') ?? member(json, 'boolValue');
  if (typeof simple === 'string' || typeof simple === 'boolean') return simple;
  if (member(json, 'intValue') !== undefined) return integer(json, 'intValue');
  const double = member(json, 'doubleValue');
  if (double !== undefined) return Number(double);
  const array = member(json, 'arrayValue');
  if (array !== undefined) return list(objectOf(array), 'values').map(valueOf);
  const map = member(json, 'kvlistValue');
  if (map !== undefined) return pairs(list(objectOf(map), 'values'));
  const bytes = member(json, 'bytesValue');
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : null;
}

/** Protobuf's JSON accepts the names of the schema, too. */
function member(json: unknown, name: string): unknown {
  const object = objectOf(json);
  const inSchema = name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
  return object[name] ?? object[inSchema];
}

function objectOf(json: unknown): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw fail('OtlpUnreadable');
  return json as Json;
}

function list(json: unknown, name: string): Json[] {
  const items = member(json, name) ?? [];
  if (!Array.isArray(items)) throw fail('OtlpUnreadable');
  return items.map(objectOf);
}

function text(json: Json, name: string): string {
  const value = member(json, name) ?? '';
  if (typeof value !== 'string') throw fail('OtlpUnreadable');
  return value;
}

function hex(json: Json, name: string): string {
  const id = text(json, name);
  if (!/^(?:[0-9a-f]{2})*$/i.test(id)) throw fail('OtlpUnreadable');
  return id.toLowerCase();
}

function integer(json: Json, name: string): bigint {
  const value = member(json, name) ?? 0;
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw fail('OtlpUnreadable');
}
