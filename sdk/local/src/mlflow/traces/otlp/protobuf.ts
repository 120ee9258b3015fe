import { fail } from '../../errors.js';

/** A field of a message in protobuf's binary form: a varint or fixed number, or bytes. */
export interface ProtobufField {
  number: number;
  value: bigint | Buffer;
  budget: FieldBudget;
}

/** Number of fields that may still be read of a request: an empty one takes two bytes, and hundreds in memory. */
interface FieldBudget {
  left: number;
}

/** Largest number of fields in a request, as of values in JSON. An attribute has four. */
const MAX_FIELDS = 50_000;

/**
 * Reads the fields of a request one by one. The schema is the reader's: an unknown field is skipped.
 *
 * @throws CarryError `OtlpUnreadable`, `OtlpTooComplex`
 */
export function fieldsOf(request: Buffer): Generator<ProtobufField, undefined> {
  return read(request, { left: MAX_FIELDS });
}

/** Reads the fields of a message within another one. */
export function fieldsIn(field: ProtobufField): Generator<ProtobufField, undefined> {
  return read(bytesOf(field), field.budget);
}

function* read(message: Buffer, budget: FieldBudget): Generator<ProtobufField, undefined> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw fail('OtlpUnreadable');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw fail('OtlpUnreadable');
  };
  const bytes = (length: number): Buffer => {
    if (at + length > message.length) throw fail('OtlpUnreadable');
    return message.subarray(at, (at += length));
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    if (number === 0) throw fail('OtlpUnreadable');
    if (budget.left-- === 0) throw fail('OtlpTooComplex', { limit: MAX_FIELDS });
    switch (tag & 7) {
      case 0:
        yield { number, value: varint(), budget };
        break;
      case 1:
        yield { number, value: bytes(8).readBigUInt64LE(), budget };
        break;
      case 2:
        yield { number, value: bytes(Number(varint())), budget };
        break;
      case 5:
        yield { number, value: BigInt(bytes(4).readUInt32LE()), budget };
        break;
      default:
        throw fail('OtlpUnreadable');
    }
  }
}

/** Returns a field that contains a message, a string or bytes. */
export function bytesOf({ value }: ProtobufField): Buffer {
  if (typeof value === 'bigint') throw fail('OtlpUnreadable');
  return value;
}

export function textOf(field: ProtobufField): string {
  return bytesOf(field).toString();
}

export function numberOf({ value }: ProtobufField): bigint {
  if (typeof value !== 'bigint') throw fail('OtlpUnreadable');
  return value;
}
