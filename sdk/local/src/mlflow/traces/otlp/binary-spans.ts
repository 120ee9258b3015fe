import { fail } from '../../errors.js';
import {
  emptySpan,
  statusOf,
  type Attributes,
  type OtlpEvent,
  type OtlpLink,
  type OtlpSpan,
  type OtlpValue
} from './otlp-span.js';
import { bytesOf, fieldsIn, fieldsOf, numberOf, textOf, type ProtobufField } from './protobuf.js';

/** Deeper values are refused: each level is a call. */
const MAX_DEPTH = 100;

/** Reads the spans of an `ExportTraceServiceRequest` one by one, so that the caller can pause between them. */
export function* binarySpans(request: Buffer): Generator<OtlpSpan, undefined> {
  for (const field of fieldsOf(request)) if (field.number === 1) yield* resourceSpans(field);
}

function* resourceSpans(message: ProtobufField): Generator<OtlpSpan, undefined> {
  const fields = [...fieldsIn(message)];
  const resource: Attributes = new Map();
  for (const field of fields)
    if (field.number === 1)
      for (const inner of fieldsIn(field)) if (inner.number === 1) addAttribute(resource, inner);
  for (const scope of fields)
    if (scope.number === 2)
      for (const field of fieldsIn(scope)) if (field.number === 2) yield readSpan(field, resource);
}

function readSpan(message: ProtobufField, resource: Attributes): OtlpSpan {
  const span = emptySpan(resource);
  for (const field of fieldsIn(message)) readField[field.number]?.(span, field);
  return span;
}

/** Reads the fields of a span, by their numbers in OpenTelemetry's schema. */
const readField: Record<number, (span: OtlpSpan, field: ProtobufField) => void> = {
  1: (span, field) => (span.traceId = hexOf(field)),
  2: (span, field) => (span.spanId = hexOf(field)),
  4: (span, field) => (span.parentId = hexOf(field) || undefined),
  5: (span, field) => (span.name = textOf(field)),
  7: (span, field) => (span.start = numberOf(field)),
  8: (span, field) => (span.end = numberOf(field)),
  9: (span, field) => {
    addAttribute(span.attributes, field);
  },
  11: (span, field) => span.events.push(readEvent(field)),
  13: (span, field) => span.links.push(readLink(field)),
  15: (span, field) => {
    for (const inner of fieldsIn(field)) {
      if (inner.number === 2) span.statusMessage = textOf(inner);
      if (inner.number === 3) span.status = statusOf(numberOf(inner));
    }
  }
};

function readEvent(message: ProtobufField): OtlpEvent {
  const event: OtlpEvent = { name: '', time: 0n, attributes: new Map() };
  for (const field of fieldsIn(message)) {
    if (field.number === 1) event.time = numberOf(field);
    if (field.number === 2) event.name = textOf(field);
    if (field.number === 3) addAttribute(event.attributes, field);
  }
  return event;
}

function readLink(message: ProtobufField): OtlpLink {
  const link: OtlpLink = { traceId: '', spanId: '', attributes: new Map() };
  for (const field of fieldsIn(message)) {
    if (field.number === 1) link.traceId = hexOf(field);
    if (field.number === 2) link.spanId = hexOf(field);
    if (field.number === 4) addAttribute(link.attributes, field);
  }
  return link;
}

const hexOf = (field: ProtobufField) => bytesOf(field).toString('hex');

function addAttribute(attributes: Attributes, field: ProtobufField, depth = 0): void {
  let key = '';
  let value: OtlpValue = null;
  for (const inner of fieldsIn(field)) {
    if (inner.number === 1) key = textOf(inner);
    if (inner.number === 2) value = readValue(inner, depth);
  }
  attributes.set(key, value);
}

function readValue(message: ProtobufField, depth: number): OtlpValue {
  if (depth > MAX_DEPTH) throw fail('OtlpUnreadable');
  let value: OtlpValue = null;
  for (const field of fieldsIn(message)) {
    if (field.number === 1) value = textOf(field);
    if (field.number === 2) value = numberOf(field) !== 0n;
    if (field.number === 3) value = BigInt.asIntN(64, numberOf(field));
    if (field.number === 4) value = doubleOf(numberOf(field));
    if (field.number === 5) value = readList(field, depth);
    if (field.number === 6) value = readMap(field, depth);
    if (field.number === 7) value = Buffer.from(bytesOf(field));
  }
  return value;
}

function readList(message: ProtobufField, depth: number): OtlpValue[] {
  return [...fieldsIn(message)].map(field => readValue(field, depth + 1));
}

function readMap(message: ProtobufField, depth: number): Attributes {
  const members: Attributes = new Map();
  for (const field of fieldsIn(message)) addAttribute(members, field, depth + 1);
  return members;
}

const doubleBytes = Buffer.alloc(8);

function doubleOf(bits: bigint): number {
  doubleBytes.writeBigUInt64LE(bits);
  return doubleBytes.readDoubleLE();
}
