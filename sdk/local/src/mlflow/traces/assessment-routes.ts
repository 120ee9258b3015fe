import type { MlflowDeps } from '../deps.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { fieldMask, nested, required, string } from '../wire/message.js';
import type { AssessmentChange } from './assessments.js';
import { assessmentFields, judgement, readAssessment, wireAssessment } from './assessment-wire.js';

const path = '/traces/:trace_id/assessments';
const trace = { trace_id: required(string) };
const one = { ...trace, assessment_id: required(string) };
const given = { assessment: required(nested(assessmentFields)) };

/** `traces/{trace}/assessments` of MLflow's API. */
export function assessmentEndpoints(deps: MlflowDeps): Endpoint[] {
  const { traces } = deps;
  const { assessments } = traces;
  return [
    endpoint('POST', path, { ...trace, ...given }, input => {
      const { traceId } = traces.get(input.trace_id);
      const created = assessments.create(readAssessment(traceId, input.assessment, deps));
      return { assessment: wireAssessment(created) };
    }),
    endpoint('GET', `${path}/:assessment_id`, one, input => {
      traces.get(input.trace_id);
      return { assessment: wireAssessment(assessments.get(input.trace_id, input.assessment_id)) };
    }),
    endpoint(
      'PATCH',
      `${path}/:assessment_id`,
      { ...one, ...given, update_mask: required(fieldMask) },
      ({ trace_id: traceId, assessment_id: id, assessment, update_mask: mask }) => {
        traces.get(traceId);
        const changed = assessments.update(traceId, id, changeOf(assessment, mask));
        return { assessment: wireAssessment(changed) };
      }
    ),
    endpoint('DELETE', `${path}/:assessment_id`, one, input => {
      traces.get(input.trace_id);
      assessments.delete(input.trace_id, input.assessment_id);
    })
  ];
}

/** Returns the change that the fields named by a mask describe. */
function changeOf(
  assessment: Parameters<typeof judgement>[0],
  mask: readonly string[]
): AssessmentChange {
  const { assessment_name: name, rationale, metadata, valid } = assessment;
  return {
    ...(mask.includes('assessment_name') && { name }),
    ...((mask.includes('feedback') || mask.includes('expectation')) && judgement(assessment)),
    ...(mask.includes('rationale') && { rationale }),
    ...(mask.includes('metadata') && { metadata }),
    ...(mask.includes('valid') && { valid })
  };
}
