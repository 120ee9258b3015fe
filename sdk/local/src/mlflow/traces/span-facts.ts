import { groupBy } from '../tables/group-by.js';
import { limits, truncateValue } from '../wire/names.js';
import { mlflowTraceId, type OtlpSpan } from './otlp/otlp-span.js';
import { attributeText } from './otlp/span-texts.js';
import { plainAttribute } from './spans.js';

/** What the spans of a batch say about their trace. Times are in milliseconds since 1970. */
export interface SpanFacts {
  traceId: string;
  start: number;
  /** Absent while no span of the batch has ended. */
  end?: number;
  /** Absent until the root span arrives. */
  state?: 'OK' | 'ERROR';
  requestPreview?: string;
  responsePreview?: string;
  tags: Record<string, string>;
  metadata: Record<string, string>;
}

/** MLflow's limit on the previews of request and response. */
const PREVIEW_LENGTH = 1000;

/** An attribute of the root span with this prefix is a tag of the trace. */
const tagPrefix = 'mlflow.traceTag.';

/** Returns the facts of each trace that has spans in a batch. */
export function factsOfSpans(spans: readonly OtlpSpan[]): SpanFacts[] {
  return [...groupBy(spans, span => span.traceId)].map(([traceId, own]) => ({
    traceId: mlflowTraceId(traceId),
    ...times(own),
    ...rootFacts(own.find(span => span.parentId === undefined)),
    tags: tagsOf(own),
    metadata: metadataOf(own)
  }));
}

const milliseconds = (nanoseconds: bigint) => Number(nanoseconds / 1_000_000n);

function times(spans: readonly OtlpSpan[]) {
  const start = spans.reduce(
    (first, span) => (span.start < first ? span.start : first),
    spans[0]?.start ?? 0n
  );
  const end = spans.reduce((last, span) => (span.end > last ? span.end : last), 0n);
  return { start: milliseconds(start), ...(end > 0n && { end: milliseconds(end) }) };
}

function rootFacts(root: OtlpSpan | undefined) {
  if (!root) return {};
  return {
    state: root.status === 'ERROR' ? ('ERROR' as const) : ('OK' as const),
    requestPreview: preview(root, 'mlflow.spanInputs'),
    responsePreview: preview(root, 'mlflow.spanOutputs')
  };
}

function preview(root: OtlpSpan, key: string): string | undefined {
  const value = root.attributes.get(key);
  if (value === undefined || value === null) return undefined;
  const text = attributeText(value);
  return text.length <= PREVIEW_LENGTH ? text : `${text.slice(0, PREVIEW_LENGTH - 3)}...`;
}

/** Returns the attributes of the program that recorded the trace, and the tags that its user set. */
function tagsOf(spans: readonly OtlpSpan[]): Record<string, string> {
  const resource = spans.find(span => span.resource.size > 0)?.resource;
  const root = spans.find(span => span.parentId === undefined);
  const ofProgram = [...(resource ?? [])]
    .filter(([key]) => !/^(?:telemetry\.sdk|mlflow)\./.test(key))
    .map(([key, value]): Tag => [key, typeof value === 'string' ? value : attributeText(value)]);
  const ofUser = [...(root?.attributes.keys() ?? [])]
    .filter(key => key.startsWith(tagPrefix))
    .map((key): Tag => [key.slice(tagPrefix.length), plainAttribute(root, key) ?? '']);
  return Object.fromEntries(
    [...ofProgram, ...ofUser]
      .filter(([key]) => key !== '' && key.length <= limits.key)
      .map(([key, value]) => [key, truncateValue(value, limits.tagValue)])
  );
}

type Tag = [key: string, value: string];

/** The session and the user of a trace, under OpenTelemetry's names. */
const metadataKeys: [from: string, to: string][] = [
  ['session.id', 'mlflow.trace.session'],
  ['gen_ai.conversation.id', 'mlflow.trace.session'],
  ['user.id', 'mlflow.trace.user']
];

function metadataOf(spans: readonly OtlpSpan[]): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [from, to] of metadataKeys)
    for (const span of spans) {
      const value = plainAttribute(span, from);
      if (value) metadata[to] ??= truncateValue(value, limits.tagValue);
    }
  return metadata;
}
