import { invalid, notFound } from './error-rows.js';

/** The errors of evaluation data sets and scorers. */
export const evaluationErrorRows = {
  MlflowJsonInvalid: invalid(
    (p: { field: string; reason: string }) =>
      `Invalid JSON in parameter '${p.field}': ${p.reason}. Send the text of a valid JSON value.`
  ),
  EvaluationDatasetNotFound: notFound(
    (p: { id: string }) =>
      `Evaluation dataset with id '${p.id}' not found. Search for existing data sets.`
  ),
  EvaluationTagsInvalid: invalid(
    () => "Invalid value for parameter 'tags' supplied: it must be the JSON of an object."
  ),
  EvaluationRecordInvalid: invalid(
    (p: { index: number; reason: string }) =>
      `Record ${p.index} is not valid: ${p.reason}. No record was stored.`
  ),
  EvaluationRecordsTooMany: invalid(
    (p: { limit: number }) =>
      `One request may have at most ${p.limit} records. Send them in several requests.`
  ),
  ScorerNotFound: notFound(
    (p: { name: string; version?: number; experiment: string }) =>
      `Scorer with name '${p.name}'${p.version === undefined ? '' : ` and version ${p.version}`} not found for experiment ${p.experiment}. List the scorers of the experiment.`
  ),
  ScorerNameInvalid: invalid(
    () => 'Scorer name cannot be empty or contain only whitespace. Choose a name.'
  ),
  ScorerInvalid: invalid(
    (p: { reason: string }) =>
      `Invalid value for parameter 'serialized_scorer' supplied: ${p.reason}.`
  ),
  ScorerEndpointNotFound: notFound(
    (p: { name: string }) =>
      `GatewayEndpoint not found (name='${p.name}'). The local workspace has no gateway: name the model of the scorer with its provider, such as openai:/gpt-4o.`
  ),
  ScorerListAmbiguous: invalid(
    () => "Cannot specify both 'experiment_id' and 'experiment_ids'. Specify one of them."
  )
};
