import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = new TestWorkspace();
});
afterEach(() => workspace.close());

const traceId = '01'.repeat(16);
const spanId = '02'.repeat(8);

function field(number: number, content: Buffer): Buffer {
  const head = [(number << 3) | 2];
  let length = content.length;
  for (; length > 0x7f; length >>>= 7) head.push((length & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...head, length]), content]);
}

/** A request with one span, in protobuf's binary form. */
function request(fields: Buffer): Buffer {
  const ids = [field(1, Buffer.from(traceId, 'hex')), field(2, Buffer.from(spanId, 'hex'))];
  return field(1, field(2, field(2, Buffer.concat([...ids, fields]))));
}

async function send(payload: Buffer | object): Promise<{ status: number; message?: string }> {
  const isBinary = Buffer.isBuffer(payload);
  const response = await workspace.app.inject({
    method: 'POST',
    url: `${prefix}/v1/traces`,
    payload: isBinary ? gzipSync(payload) : payload,
    headers: {
      'content-type': isBinary ? 'application/x-protobuf' : 'application/json',
      'x-mlflow-experiment-id': '0',
      ...(isBinary ? { 'content-encoding': 'gzip' } : {})
    }
  });
  const { message } = response.body ? response.json<{ message: string }>() : {};
  return { status: response.statusCode, message };
}

const timed = (startTimeUnixNano: number | string, endTimeUnixNano: number | string = 0) => ({
  resourceSpans: [
    {
      scopeSpans: [{ spans: [{ traceId, spanId, name: 'x', startTimeUnixNano, endTimeUnixNano }] }]
    }
  ]
});

describe('POST /v1/traces', () => {
  const many = (bytes: number[]) => Buffer.alloc(2 * 60_000, Buffer.from(bytes));

  it.each([
    ['events of a span', request(many([0x5a, 0]))],
    ['values of an attribute', request(field(9, field(2, field(5, many([0x0a, 0])))))],
    ['unknown fields of a span', request(many([0x18, 0]))],
    ['unknown fields of a resource', field(1, many([0x18, 0]))],
    ['unknown fields of a request', many([0x10, 0])]
  ])('refuses too many %s, which are small but take memory', async (_, body) => {
    const { status, message } = await send(body);
    expect([status, message]).toEqual([413, expect.stringContaining('more than 50000 fields')]);
  });

  it('counts the fields of each request alone', async () => {
    const body = request(Buffer.alloc(2 * 30_000, Buffer.from([0x18, 0])));
    expect(await send(body)).toMatchObject({ status: 200 });
    expect(await send(body)).toMatchObject({ status: 200 });
  });

  it.each([
    ['start', timed(1e300)],
    ['start', timed('-1')],
    ['end', timed(1, '9223372036854775808')]
  ])('refuses a span whose %s is no 64-bit time', async (_, body) => {
    const { status, message } = await send(body);
    expect([status, message]).toEqual([422, expect.stringContaining("times of 'x'")]);
  });

  it('stores the latest time, and traces can be searched', async () => {
    expect(await send(timed('9223372036854775807'))).toMatchObject({ status: 200 });
    const { response } = await workspace.fetch('mlflow/traces?experiment_ids=0');
    expect(response.statusCode).toBe(200);
  });
});
