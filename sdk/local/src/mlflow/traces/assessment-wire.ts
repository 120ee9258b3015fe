import {
  bool,
  json,
  list,
  nested,
  required,
  string,
  stringMap,
  timestamp,
  withDefault,
  type Message
} from '../wire/message.js';
import { message, wireMap, wireTime } from '../wire/response.js';
import { fail } from '../errors.js';
import type { Assessment } from './assessments.js';

const errorFields = { error_code: string, error_message: string, stack_trace: string };

/** The fields of an assessment in MLflow's messages. */
export const assessmentFields = {
  assessment_id: string,
  assessment_name: string,
  span_id: string,
  source: nested({ source_type: string, source_id: string }),
  create_time: timestamp,
  last_update_time: timestamp,
  feedback: nested({ value: json, error: nested(errorFields) }),
  expectation: nested({
    value: json,
    serialized_value: nested({ serialization_format: string, value: withDefault(string, '') })
  }),
  issue: nested({ issue_name: string }),
  rationale: string,
  error: nested(errorFields),
  metadata: stringMap,
  overrides: string,
  valid: bool
};
export const assessmentList = list(required(nested(assessmentFields)));

type WireAssessment = Message<typeof assessmentFields>;

/** Reads a new assessment. */
export function readAssessment(
  traceId: string,
  given: WireAssessment,
  { now, newId }: { now: () => number; newId: () => string }
): Assessment {
  const createdAt = given.create_time ?? now();
  return {
    assessmentId: given.assessment_id || `a-${newId()}`,
    traceId,
    name: required(string).read(given.assessment_name, 'assessment.assessment_name'),
    ...judgement(given),
    sourceType: given.source?.source_type ?? 'SOURCE_TYPE_UNSPECIFIED',
    sourceId: given.source?.source_id ?? '',
    createdAt,
    updatedAt: given.last_update_time ?? createdAt,
    spanId: given.span_id,
    rationale: given.rationale,
    metadata: given.metadata,
    overrides: given.overrides || undefined,
    valid: given.valid ?? true
  };
}

/** Reads which kind of assessment a message contains, with its value. */
export function judgement(given: WireAssessment): Pick<Assessment, 'kind' | 'value' | 'error'> {
  const { feedback, expectation, issue } = given;
  if (feedback)
    return { kind: 'feedback', value: feedback.value, error: feedback.error ?? given.error };
  if (expectation) return { kind: 'expectation', value: expectedValue(expectation) };
  if (issue) return { kind: 'issue', value: issue.issue_name };
  throw fail('AssessmentValueMissing');
}

/** MLflow sends lists and objects as JSON text, because protobuf would change their integers to doubles. */
function expectedValue({
  value,
  serialized_value: serialized
}: NonNullable<WireAssessment['expectation']>): unknown {
  if (!serialized) return value;
  try {
    return JSON.parse(serialized.value);
  } catch {
    throw fail('MlflowParameterTypeInvalid', {
      field: 'assessment.expectation.serialized_value.value',
      value: serialized.value
    });
  }
}

export function wireAssessment(assessment: Assessment) {
  return message({
    assessment_id: assessment.assessmentId,
    assessment_name: assessment.name,
    trace_id: assessment.traceId,
    span_id: assessment.spanId,
    source: { source_type: assessment.sourceType, source_id: assessment.sourceId },
    create_time: wireTime(assessment.createdAt),
    last_update_time: wireTime(assessment.updatedAt),
    feedback:
      assessment.kind === 'feedback'
        ? { value: assessment.value, ...(assessment.error && { error: assessment.error }) }
        : undefined,
    expectation: assessment.kind === 'expectation' ? wireExpectation(assessment.value) : undefined,
    issue: assessment.kind === 'issue' ? message({ issue_name: assessment.value }) : undefined,
    rationale: assessment.rationale,
    metadata: wireMap(assessment.metadata),
    overrides: assessment.overrides,
    valid: assessment.valid
  });
}

function wireExpectation(value: unknown) {
  return typeof value === 'object' && value !== null
    ? { serialized_value: { serialization_format: 'JSON_FORMAT', value: JSON.stringify(value) } }
    : { value };
}
