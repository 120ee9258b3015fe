import { defineErrors } from 'carry-ml/errors';
import {
  alreadyExists,
  denied,
  invalid,
  invalidState,
  notFound,
  notImplemented,
  rowsOf
} from './error-rows.js';
import { evaluationErrorRows } from './evaluation-error-rows.js';
import { loggedModelErrorRows } from './logged-model-error-rows.js';
import { searchLimitRows } from './search-limit-rows.js';
import { traceErrorRows } from './trace-error-rows.js';
import { shownJson } from './sent-numbers.js';

/** A field of a request by its path in the message, such as `metrics[0].key`, and the value that it was sent with. */
interface GivenField {
  field: string;
  value: unknown;
}

const MAX_SHOWN_LENGTH = 200;

function invalidField({ field, value }: GivenField, reason: string): string {
  const json = shownJson(value);
  const shown = json.length > MAX_SHOWN_LENGTH ? `${json.slice(0, MAX_SHOWN_LENGTH)}…` : json;
  return `Invalid value ${shown} for parameter '${field}' supplied: ${reason}.`;
}

const FILTER_HELP =
  "Write comparisons joined by AND, such as metrics.loss < 0.5 AND tags.team = 'a'.";

/**
 * The errors of MLflow's API. `code` travels as `error_code`. Where MLflow's clients or tests look for a phrase, the message begins
 * with MLflow's own words.
 */
export const mlflowErrors = {
  // Requests and their fields
  MlflowParameterMissing: invalid(
    (p: { field: string }) => `Missing value for required parameter '${p.field}'.`
  ),
  MlflowQueryParameterMissing: invalid((p: { name: string }) => `Request must specify ${p.name}.`),
  MlflowParameterTypeInvalid: invalid((p: GivenField) =>
    invalidField(p, 'it does not have the type that MLflow documents for this parameter')
  ),
  TimestampNegative: invalid((p: GivenField) => invalidField(p, 'a time cannot be negative')),
  ValueTooLong: invalid(
    (p: { field: string; limit: number; length: number }) =>
      `'${p.field}' exceeds the maximum length of ${p.limit} characters: it has ${p.length}.`
  ),
  KeyCharactersInvalid: invalid((p: GivenField) =>
    invalidField(
      p,
      'names may contain letters, digits, underscores, dashes, periods, spaces, colons and slashes'
    )
  ),
  KeyNotNormalPath: invalid((p: GivenField & { path: string }) =>
    invalidField(p, `read as a path, this name would be '${p.path}'; choose another name`)
  ),
  MlflowPageTokenInvalid: invalid(
    (p: { token: string }) =>
      `Invalid page token '${p.token}'. Pass the next_page_token of the previous page.`
  ),
  MaxResultsInvalid: invalid(
    (p: { value: number; max?: number }) =>
      `Invalid value ${p.value} for parameter 'max_results' supplied: max_results must be ${p.max === undefined ? 'at least 1' : `between 1 and ${p.max}`}.`
  ),
  MlflowEndpointNotFound: rowsOf(
    'ENDPOINT_NOT_FOUND',
    404
  )((p: { method: string; path: string }) => `MLflow's API has no ${p.method} ${p.path}.`),
  MlflowNotImplemented: notImplemented(
    (p: { operation: string }) =>
      `The local workspace does not implement '${p.operation}' of MLflow. Use an MLflow server for it.`
  ),
  MlflowRequestFailed: rowsOf(
    'INTERNAL_ERROR',
    500
  )(
    (p: { requestId: string }) =>
      `The workspace failed to process this request (${p.requestId}). Its log has the details.`
  ),

  // Filters and order_by
  FilterClauseInvalid: invalid(
    (p: { filter: string; near?: string }) =>
      `Invalid clause(s) in filter string '${p.filter}', ${p.near === undefined ? 'at its end' : `near '${p.near}'`}. ${FILTER_HELP}`
  ),
  FilterTooLong: invalid(
    (p: { items: string; limit: number }) =>
      `The filter has more than ${p.limit} ${p.items}. Search with a shorter filter, several times if necessary.`
  ),
  ...searchLimitRows,
  FilterComparatorInvalid: invalid(
    (p: { comparator: string; entity: string; key: string; allowed: readonly string[] }) =>
      `Invalid comparator '${p.comparator}' for ${p.entity} '${p.key}'. Use one of ${p.allowed.join(', ')}.`
  ),
  FilterListUnsupported: invalid(
    (p: { key: string; allowed: readonly string[] }) =>
      `'${p.key}' cannot be compared with a list. Only ${p.allowed.join(', ')} can.`
  ),
  FilterListInvalid: invalid(
    () =>
      'A list in a filter contains quoted strings separated by commas, at least one. Write it as in name IN (\'a\', "b").'
  ),
  FilterEntityInvalid: invalid(
    (p: { entity: string; allowed: readonly string[] }) =>
      `Invalid entity type '${p.entity}'. Valid values are ${p.allowed.join(', ')}.`
  ),
  FilterAttributeInvalid: invalid(
    (p: { key: string; allowed: readonly string[] }) =>
      `Invalid attribute key '${p.key}' specified. Valid keys are ${p.allowed.join(', ')}.`
  ),
  FilterDatasetKeyInvalid: invalid(
    (p: { key: string; allowed: readonly string[] }) =>
      `Invalid dataset key '${p.key}' specified. Valid keys are ${p.allowed.join(', ')}.`
  ),
  FilterKeyInvalid: invalid(
    (p: { entity: string; key: string }) =>
      `Invalid ${p.entity} attribute '${p.key}'. Spans have name, type, status, content and attributes.<attribute_name>; an issue has id.`
  ),
  FilterPatternInvalid: invalid(
    (p: { reason: string }) =>
      `Invalid pattern of RLIKE: ${p.reason}. Use LIKE or ILIKE, or a plainer pattern.`
  ),
  FilterNumberExpected: invalid(
    (p: { key: string; found?: string }) =>
      `Expected a numeric value for '${p.key}'. Found ${p.found ?? 'nothing'}.`
  ),
  FilterStringExpected: invalid(
    (p: { key: string; found?: string }) =>
      `Expected a quoted string value for '${p.key}' (such as 'my-value'). Got value ${p.found ?? 'nothing'}.`
  ),
  FilterExperimentIdInvalid: invalid(
    (p: { ids: readonly string[] }) =>
      `An experiment_id is compared with =, !=, IN or NOT IN and a number in quotes, not '${p.ids.join()}'.`
  ),
  FilterVersionNumberInvalid: invalid(
    (p: { value: unknown }) =>
      `Invalid value for numeric attribute 'version_number': ${String(p.value)}.`
  ),
  OrderByClauseInvalid: invalid(
    (p: { clause: string }) =>
      `Invalid order_by clause '${p.clause}'. Write a key and then ASC or DESC, such as metrics.loss DESC.`
  ),
  OrderByDuplicate: invalid(
    (p: { clauses: readonly string[] }) =>
      `order_by contains duplicate fields: ${p.clauses.join(', ')}. Name each field once.`
  ),
  OrderByTooLong: invalid(
    (p: { count: number; limit: number }) =>
      `order_by has ${p.count} clauses; the limit is ${p.limit}. Name fewer fields.`
  ),
  OrderByEntityInvalid: invalid(
    (p: { entity: string }) => `Invalid order_by entity: ${p.entity}. Order by an attribute.`
  ),
  LoggedModelOrderInvalid: invalid(
    (p: { field: string }) =>
      `Invalid order by field name: ${p.field}. Order models by an attribute or by metrics.{key}.`
  ),

  // Experiments
  ExperimentNotFound: notFound(
    (p: { id: string }) => `No Experiment with id=${p.id} exists. Search for existing experiments.`
  ),
  ExperimentNameNotFound: notFound(
    (p: { name: string }) =>
      `Experiment with name=${p.name} not found. Search for existing experiments.`
  ),
  ExperimentTagNotFound: notFound(
    (p: { experiment: string; key: string }) =>
      `Tag of experiment ${p.experiment} with key=${p.key} not found. Get the experiment to see its tags.`
  ),
  ExperimentStageUnchanged: notFound(
    (p: { id: string; stage: string }) =>
      `Experiment with id=${p.id} is already ${p.stage}. Nothing was changed.`
  ),
  ExperimentNameTaken: alreadyExists(
    (p: { name: string }) => `Experiment(name=${p.name}) already exists. Choose another name.`
  ),
  ExperimentIdInvalid: invalid(
    (p: { id: string }) => `Invalid experiment ID '${p.id}'. An experiment ID is an integer.`
  ),
  ExperimentNotActive: invalid(
    (p: { id: string; stage: string }) =>
      `The experiment ${p.id} must be in the 'active' state. Current state is ${p.stage}.`
  ),
  ExperimentDeleted: invalidState(
    (p: { id: string }) => `The experiment ${p.id} is deleted. Restore it before you rename it.`
  ),
  ArtifactLocationInvalid: invalid(
    (p: { location: string }) =>
      `Artifact location cannot be a runs:/ URI. Given: '${p.location}'. Pass a folder or the URI of a store.`
  ),
  DatasetSearchEmpty: invalid(
    () => 'SearchDatasets request must specify at least one experiment_id.'
  ),
  DatasetSearchTooLarge: invalid(
    (p: { count: number; max: number }) =>
      `SearchDatasets request cannot specify more than ${p.max} experiment_ids. Received ${p.count} experiment_ids.`
  ),

  // Runs
  RunNotFound: notFound(
    (p: { id: string }) => `Run with id=${p.id} not found. Search for existing runs.`
  ),
  RunTagNotFound: notFound(
    (p: { run: string; key: string }) =>
      `No tag with name: ${p.key} of run ${p.run}. Get the run to see its tags.`
  ),
  RunIdInvalid: invalid((p: { id: string }) =>
    invalidField(
      { field: 'run_id', value: p.id },
      'a run ID contains only letters, digits, underscores and dashes, starts with a letter or digit and has at most 256 characters'
    )
  ),
  RunNotActive: invalid(
    (p: { id: string; stage: string }) =>
      `The run ${p.id} must be in the 'active' state. Current state is ${p.stage}.`
  ),
  RunNameAmbiguous: invalid(
    (p: { name: string; tag: string; tagValue: string }) =>
      `The run has two names: run_name is '${p.name}' and the tag ${p.tag} is '${p.tagValue}'. Pass only one of them.`
  ),
  ParameterChanged: invalid(
    (p: { run: string; key: string; before: string; value: string }) =>
      `Changing param values is not allowed. Param with key='${p.key}' was already logged with value='${p.before}' for run ID='${p.run}'. Attempted logging new value '${p.value}'.`
  ),
  ParameterDuplicate: invalid(
    (p: { keys: readonly string[] }) =>
      `Duplicate parameter keys have been submitted: ${p.keys.join(', ')}. Send each key once.`
  ),
  BatchTooLarge: invalid(
    (p: { items: string; count: number; limit: number }) =>
      `A batch logging request can contain at most ${p.limit} ${p.items}. Got ${p.count} ${p.items}. Split them into several requests.`
  ),
  ModelJsonUnreadable: invalid((p: { json: string }) =>
    invalidField({ field: 'model_json', value: p.json }, 'it is not JSON')
  ),
  ModelJsonNotObject: invalid((p: { json: string }) =>
    invalidField({ field: 'model_json', value: p.json }, 'it is not a JSON object')
  ),
  ModelJsonIncomplete: invalid(
    (p: { missing: readonly string[] }) =>
      `Model json is missing mandatory fields: ${p.missing.join(', ')}.`
  ),

  // Metrics
  MetricHistoryRunsMissing: invalid(
    () => 'GetMetricHistoryBulk request must specify at least one run_id.'
  ),
  MetricHistoryKeyMissing: invalid(() => 'GetMetricHistoryBulk request must specify a metric_key.'),
  MetricHistoryTooManyRuns: invalid(
    (p: { count: number; max: number }) =>
      `GetMetricHistoryBulk request cannot specify more than ${p.max} run_ids. Received ${p.count} run_ids.`
  ),
  MetricSampleTooManyRuns: invalid(
    (p: { count: number; max: number }) =>
      `GetMetricHistoryBulkInterval request must specify at most ${p.max} run_ids. Received ${p.count} run_ids.`
  ),
  MetricStepsIncomplete: invalid(
    () => 'If either start step or end step are specified, both must be specified.'
  ),
  MetricStepsReversed: invalid(
    (p: { from: number; to: number }) =>
      `end_step must be greater than start_step. Found start_step=${p.from} and end_step=${p.to}.`
  ),

  ...loggedModelErrorRows,

  ...traceErrorRows,

  ...evaluationErrorRows,

  // Model registry
  RegisteredModelNotFound: notFound(
    (p: { name: string }) =>
      `Registered Model with name=${p.name} not found. Search for existing models.`
  ),
  ModelVersionNotFound: notFound(
    (p: { name: string; version: string }) =>
      `Model Version (name=${p.name}, version=${p.version}) not found. Search for existing versions.`
  ),
  RegisteredModelNameTaken: alreadyExists(
    (p: { name: string }) =>
      `Registered Model (name=${p.name}) already exists. Choose another name.`
  ),
  RegisteredModelNameInvalid: invalid(
    (p: { name: string }) => `Invalid model name '${p.name}'. Names cannot contain '/' or ':'.`
  ),
  ModelVersionNumberInvalid: invalid(
    (p: { field: string; value: string }) =>
      `Parameter '${p.field}' must be an integer, got '${p.value}'.`
  ),
  /** MLflow uses this code too, although the alias is not found. */
  ModelAliasNotFound: invalid(
    (p: { name: string; alias: string }) =>
      `Registered model alias ${p.alias} of ${p.name} was not found. Get the model to see its aliases.`
  ),
  ModelAliasInvalid: invalid(
    (p: { alias: string }) =>
      `Invalid alias name: '${p.alias}'. Names may only contain letters, digits, underscores and dashes.`
  ),
  ModelAliasReserved: invalid(
    (p: { alias: string }) => `Alias name '${p.alias}' is reserved. Choose another name.`
  ),
  ModelStageUnknown: invalid(
    (p: { stage: string; known: readonly string[] }) =>
      `Invalid Model Version stage: ${p.stage}. Value must be one of ${p.known.join(', ')}.`
  ),
  ModelStageNotExclusive: invalid(
    (p: { stage: string }) =>
      `Existing versions can only be archived when a version moves to Staging or Production, not to '${p.stage}'.`
  ),
  ModelSourceLocal: invalid(
    (p: { source: string }) =>
      `Invalid model version source: '${p.source}'. To use a local path as a model version source is not possible, since others cannot read it: log the model to a run and register runs:/{run}/{path}.`
  ),
  ModelSourceUnsafe: invalid(
    (p: { source: string }) =>
      `Invalid model version source: '${p.source}'. If supplying a source as an http, https, ftp, object store or mlflow-artifacts URI, give an absolute path without '..' parts and NUL characters.`
  ),

  // Artifacts
  MlflowArtifactNotFound: notFound(
    (p: { path: string }) =>
      `Artifact with path=${p.path} not found. List the artifacts to see their paths.`
  ),
  MlflowDatastoreNotFound: notFound(
    (p: { name: string }) =>
      `Datastore with name=${p.name} not found. List the datastores of the workspace to see their names.`
  ),
  /** MLflow's whole message, which its clients compare. */
  ArtifactPathUnsafe: invalid(() => 'Invalid path'),
  ArtifactPathNotRelative: invalid(
    (p: { path: string }) =>
      `Invalid path: '${p.path}'. An artifact has a relative path without '.' and '..' parts.`
  ),
  ArtifactPathAbsolute: invalid(
    (p: { path: string }) => `Invalid path: '${p.path}'. Pass a path relative to the run.`
  ),
  ArtifactLinkOutside: invalid(
    (p: { path: string }) =>
      `Invalid path: '${p.path}'. It follows a link that leads out of the artifacts.`
  ),
  ArtifactPathMissing: invalid(() => 'An artifact must have a path.'),
  ArtifactFileNameMissing: invalid(
    () => "Artifact path must include a filename (cannot end with '/')."
  ),
  ArtifactPathTaken: invalid(
    (p: { path: string }) =>
      `'${p.path}' cannot be stored: a part of its path is already a file or a folder. Choose another path.`
  ),
  ArtifactReadOnly: denied(
    (p: { path: string }) =>
      `'${p.path}' is in a datastore, which is read-only through MLflow. Upload it with the Blob API.`
  ),
  ArtifactNotDeletable: denied(
    (p: { path: string }) =>
      `'${p.path}' cannot be deleted through MLflow. Delete files of a datastore with the Blob API.`
  ),
  UploadEmpty: invalid(() => 'Request must specify data.'),
  /** MLflow's own words. */
  UploadTooLarge: invalid(() => 'Artifact size is too large. Max size is 10MB.'),

  // MLflow's web page
  PromptlabFieldMissing: invalid(
    (p: { field: string }) => `CreatePromptlabRun request must specify ${p.field}.`
  ),
  MlflowPageMissing: rowsOf(
    'PAGE_NOT_INSTALLED',
    501
  )(
    () =>
      "MLflow's web page is part of its Python package, which is not installed. Run 'pip install mlflow' in the environment that the local workspace uses (mlflow-skinny has no page), then reload this page."
  ),
  MlflowPageFileNotFound: notFound(
    (p: { path: string }) => `MLflow's web page has no file '${p.path}'. Reload the page.`
  )
};

/** Builds an error that MLflow's clients understand: `throw fail('RunNotFound', { id })`. */
export const fail = defineErrors(mlflowErrors);

/** The codes of MLflow's API. */
export type MlflowCode = (typeof mlflowErrors)[keyof typeof mlflowErrors]['code'];
