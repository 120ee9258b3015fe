import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  buildSchema,
  execute,
  getNamedType,
  getNullableType,
  GraphQLError,
  isEnumType,
  isListType,
  isObjectType,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLScalarType
} from 'graphql';
import { fail } from '../errors.js';
import { exceededLimit, exceededTextLimit, exceededValidationLimit } from './query-limits.js';
import { typeDefinitions } from './type-definitions.js';

/** Calls an endpoint of MLflow's REST API. */
export type CallEndpoint = (path: string, input: Record<string, unknown>) => unknown;

interface Query {
  query: string;
  operationName?: string;
  variables: Record<string, unknown>;
}

type Fields = Record<string, unknown>;

const schema = buildSchema(typeDefinitions);
(schema.getType('LongString') as GraphQLScalarType).serialize = String;

/** The endpoint that resolves each root field. */
const endpointOfField: Record<string, string> = {
  mlflowGetExperiment: '/experiments/get',
  mlflowGetMetricHistoryBulkInterval: '/metrics/get-history-bulk-interval',
  mlflowGetRun: '/runs/get',
  mlflowListArtifacts: '/artifacts/list',
  mlflowSearchDatasets: '/experiments/search-datasets',
  mlflowSearchModelVersions: '/model-versions/search',
  mlflowSearchRuns: '/runs/search'
};

/** Executes a query. Like MLflow, it returns errors next to the data that could be resolved. */
export async function executeQuery(
  call: CallEndpoint,
  { query, operationName, variables }: Query
): Promise<ExecutionResult> {
  try {
    const tooLong = exceededTextLimit(query);
    if (tooLong !== undefined) return { errors: [new GraphQLError(tooLong)] };
    const document = parse(query);
    const excess = exceededLimit(document) ?? exceededValidationLimit(document);
    if (excess !== undefined) return { errors: [new GraphQLError(excess)] };
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return await execute({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: withinResults(call),
      fieldResolver: resolveField
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

const resolveField: GraphQLFieldResolver<
  unknown,
  CallEndpoint,
  { input?: Fields; inputString?: string }
> = (source, { input = {}, inputString }, call, { fieldName, parentType, returnType }) => {
  const path = endpointOfField[fieldName];
  if (path !== undefined) return call(path, input);
  if (fieldName === 'test' || fieldName === 'testMutation') return { output: inputString };
  if (parentType.name === 'MlflowRunExtension' && fieldName in runRelations)
    return runRelations[fieldName]?.(call, (source as { info: RunIds }).info);
  const value = (source as Fields)[snakeCase(fieldName)] ?? defaultOf(returnType);
  return getNamedType(returnType).name === 'Float' ? toFiniteNumber(value) : value;
};

/** Maximum number of runs for which the searches of one query may ask together, and for which a search without a number asks. */
const results = { limit: 5000, default: 1000 };

/** Limits what the searches of one query may return together, and starts each in a turn of its own of the event loop. */
function withinResults(call: CallEndpoint): CallEndpoint {
  let wanted = 0;
  return async (path, input) => {
    if (path === endpointOfField.mlflowSearchRuns)
      wanted += Number(input.maxResults ?? results.default);
    if (wanted > results.limit)
      throw fail('MaxResultsInvalid', { value: wanted, max: results.limit });
    await nextTurn();
    return call(path, input);
  };
}

/** Converts a metric value that JSON encodes as a string, because GraphQL has no such number: like MLflow, infinity becomes the largest number and NaN becomes null. */
function toFiniteNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  return Number.isNaN(number) ? null : Math.sign(number) * Number.MAX_VALUE;
}

interface RunIds {
  run_id: string;
  experiment_id: string;
}

/** Fields of a run that are not part of its REST message. */
const runRelations: Record<string, (call: CallEndpoint, run: RunIds) => Promise<unknown>> = {
  experiment: async (call, { experiment_id }) =>
    ((await call('/experiments/get', { experiment_id })) as Fields).experiment,
  modelVersions: async (call, { run_id }) =>
    ((await call('/model-versions/search', { filter: `run_id='${run_id}'` })) as Fields)
      .model_versions ?? []
};

/** Returns the default value that protobuf has for an absent field. */
function defaultOf(type: GraphQLOutputType): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [];
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  if (isObjectType(bare)) return bare.name === 'ApiError' ? null : {};
  return { Boolean: false, Float: 0, Int: 0, LongString: 0, String: '' }[bare.toString()];
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
