import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '../../protocol/json-limits.js';
import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { mapInTurns, nextTurn } from '../wire/in-turns.js';
import { binarySpans } from './otlp/binary-spans.js';
import { jsonSpans } from './otlp/json-spans.js';
import { mlflowTraceId, type OtlpSpan } from './otlp/otlp-span.js';
import { storedSpan } from './spans.js';

/** The largest accepted request, in bytes, also after decompression. Spans contain the inputs and outputs of language models. */
const MAX_BYTES = 8 * 1024 * 1024;

/** JSON is parsed in one turn of the event loop. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;

/** Number of values in JSON, as of fields in protobuf: exporters send 512 spans at a time, and an attribute has four values. */
const MAX_JSON_VALUES = 50_000;

/** Spans are written in transactions of this many characters, so that none holds the event loop for long. */
const CHARACTERS_PER_TURN = 1024 * 1024;

/** OpenTelemetry's protocol for traces over HTTP, as MLflow serves it: protobuf or JSON, optionally compressed. */
export function otlpRoutes(app: FastifyInstance, deps: MlflowDeps): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post('/v1/traces', { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const experimentId = header(request, 'x-mlflow-experiment-id');
      if (experimentId === undefined) throw fail('OtlpExperimentMissing');
      const { id } = deps.runs.experiments.get(experimentId);
      const spans = await receivedSpans(request);
      await store(deps, id, spans);
      linkToRun(deps, spans, header(request, 'x-mlflow-run-id'));
      return reply.type('application/x-protobuf').send(Buffer.alloc(0));
    });
    done();
  });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads all spans of a request before any is stored, so that an unreadable request stores none. */
async function receivedSpans(request: FastifyRequest): Promise<OtlpSpan[]> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-protobuf' && type !== 'application/json')
    throw fail('OtlpTypeInvalid', { type: type ?? 'none' });
  const body = await decompressed(request.body as Buffer, request.headers['content-encoding']);
  const spans = await mapInTurns(
    type === 'application/json' ? jsonSpans(readJson(body)) : binarySpans(body),
    checked
  );
  if (spans.length === 0) throw fail('OtlpEmpty');
  return spans;
}

function readJson(body: Buffer): unknown {
  if (body.length > MAX_JSON_BYTES) throw fail('OtlpTooLarge', { limit: MAX_JSON_BYTES });
  try {
    return parseJson(body.toString(), MAX_JSON_VALUES);
  } catch (error) {
    if (error instanceof SyntaxError) throw fail('OtlpUnreadable');
    throw error;
  }
}

const gunzipped = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);
const inflated = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate);
const inflatedRaw = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

async function decompressed(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const limit = { maxOutputLength: MAX_BYTES };
  try {
    switch (encoding?.toLowerCase()) {
      case undefined:
      case '':
      case 'identity':
        return body;
      case 'gzip':
        return await gunzipped(body, limit);
      case 'deflate':
        // Some clients send the data without its header.
        return await inflated(body, limit).catch(() => inflatedRaw(body, limit));
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw fail('OtlpTooLarge', { limit: MAX_BYTES });
    throw fail('OtlpCompressionUnreadable', { encoding: encoding ?? '' });
  }
  throw fail('OtlpEncodingUnsupported', { encoding: encoding ?? '' });
}

/** The times of spans are stored as 64-bit integers. */
const MAX_TIME = 2n ** 63n;

/** Refuses a span without ids of OpenTelemetry's length, or with times that no client could read. */
function checked(span: OtlpSpan): OtlpSpan {
  if (span.traceId.length !== 32 || span.spanId.length !== 16)
    throw fail('OtlpSpanInvalid', { name: span.name });
  if ([span.start, span.end].some(time => time < 0n || time >= MAX_TIME))
    throw fail('OtlpTimeInvalid', { name: span.name });
  return span;
}

async function store(deps: MlflowDeps, experimentId: string, spans: OtlpSpan[]): Promise<void> {
  const encoded = await mapInTurns(spans, span => ({ span, stored: storedSpan(span) }));
  let part: typeof encoded = [];
  let length = 0;
  for (const one of encoded) {
    part.push(one);
    length += one.stored.content.length;
    if (length < CHARACTERS_PER_TURN) continue;
    deps.traces.logSpans(experimentId, part);
    [part, length] = [[], 0];
    await nextTurn();
  }
  deps.traces.logSpans(experimentId, part);
}

/** Links the traces whose root span arrived to a run. */
function linkToRun({ traces, runs }: MlflowDeps, spans: OtlpSpan[], runId?: string): void {
  if (runId === undefined || !runs.find(runId)) return;
  for (const span of spans)
    if (span.parentId === undefined) traces.link(mlflowTraceId(span.traceId), 'run', runId);
}
