import {
  duration,
  nested,
  oneOf,
  required,
  string,
  stringMap,
  timestamp,
  withDefault
} from '../wire/message.js';
import { message, wireDuration, wireMap, wireTime } from '../wire/response.js';
import { wireTags } from '../wire/tags.js';
import { assessmentList, wireAssessment } from './assessment-wire.js';
import type { Trace, TraceState } from './traces.js';

const states: Record<TraceState, number> = {
  STATE_UNSPECIFIED: 0,
  OK: 1,
  ERROR: 2,
  IN_PROGRESS: 3
};
export const traceState = withDefault(oneOf(states), 'STATE_UNSPECIFIED');

/** The place of a trace. The workspace has only experiments. */
export const traceLocation = nested({
  mlflow_experiment: nested({ experiment_id: required(string) })
});

/** The fields of a trace without its spans, in MLflow's messages since MLflow 3. */
export const traceInfoFields = {
  trace_id: required(string),
  client_request_id: string,
  trace_location: traceLocation,
  request_preview: string,
  response_preview: string,
  request_time: required(timestamp),
  execution_duration: duration,
  state: traceState,
  trace_metadata: stringMap,
  assessments: assessmentList,
  tags: stringMap
};

export function wireTraceInfo(trace: Trace) {
  return message({
    trace_id: trace.traceId,
    client_request_id: trace.clientRequestId,
    trace_location: {
      type: 'MLFLOW_EXPERIMENT',
      mlflow_experiment: { experiment_id: trace.experimentId }
    },
    request_preview: trace.requestPreview,
    response_preview: trace.responsePreview,
    request_time: wireTime(trace.requestTime),
    execution_duration: trace.duration === undefined ? undefined : wireDuration(trace.duration),
    state: trace.state,
    trace_metadata: wireMap(trace.metadata),
    assessments: trace.assessments.map(wireAssessment),
    tags: wireMap(trace.tags)
  });
}

/** Encodes a trace as MLflow 2 does, whose clients also send the first and last facts of a trace in two requests. */
export function wireTraceInfo2(trace: Trace) {
  return message({
    request_id: trace.traceId,
    experiment_id: trace.experimentId,
    timestamp_ms: trace.requestTime,
    execution_time_ms: trace.duration,
    status: trace.state === 'STATE_UNSPECIFIED' ? 'TRACE_STATUS_UNSPECIFIED' : trace.state,
    request_metadata: wireTags(trace.metadata),
    tags: wireTags(trace.tags)
  });
}
