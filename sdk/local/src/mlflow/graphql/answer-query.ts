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
import { excessOf } from './query-limits.js';
import { typeDefinitions } from './type-definitions.js';

/** Asks an endpoint of MLflow's REST API. */
export type Ask = (path: string, input: Record<string, unknown>) => unknown;

interface Query {
  query: string;
  operationName?: string;
  variables: Record<string, unknown>;
}

type Fields = Record<string, unknown>;

/** More than any page asks; a longer text is not even read. */
const mostTokens = 20_000;

const schema = buildSchema(typeDefinitions);
(schema.getType('LongString') as GraphQLScalarType).serialize = String;

/** The endpoints that answer the questions. */
const questions: Record<string, string> = {
  mlflowGetExperiment: '/experiments/get',
  mlflowGetMetricHistoryBulkInterval: '/metrics/get-history-bulk-interval',
  mlflowGetRun: '/runs/get',
  mlflowListArtifacts: '/artifacts/list',
  mlflowSearchDatasets: '/experiments/search-datasets',
  mlflowSearchModelVersions: '/model-versions/search',
  mlflowSearchRuns: '/runs/search'
};

/** Answers a query as MLflow does: what is wrong with it is told beside whatever data there is. */
export async function answerQuery(ask: Ask, asked: Query): Promise<ExecutionResult> {
  try {
    const document = parse(asked.query, { maxTokens: mostTokens });
    const excess = excessOf(document);
    if (excess !== undefined) return { errors: [new GraphQLError(excess)] };
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return await execute({
      schema,
      document,
      operationName: asked.operationName,
      variableValues: asked.variables,
      contextValue: ask,
      fieldResolver: resolveField
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

const resolveField: GraphQLFieldResolver<unknown, Ask, { input?: Fields; inputString?: string }> = (
  source,
  { input = {}, inputString },
  ask,
  { fieldName, parentType, returnType }
) => {
  const path = questions[fieldName];
  if (path !== undefined) return ask(path, input);
  if (fieldName === 'test' || fieldName === 'testMutation') return { output: inputString };
  if (parentType.name === 'MlflowRunExtension' && fieldName in belongings)
    return belongings[fieldName]?.(ask, (source as { info: RunIds }).info);
  const value = (source as Fields)[snake(fieldName)] ?? unset(returnType);
  return getNamedType(returnType).name === 'Float' ? finite(value) : value;
};

/** GraphQL has no number for what JSON writes as a text: MLflow sends the largest there is for an infinity, and nothing for no number. */
function finite(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  return Number.isNaN(number) ? null : Math.sign(number) * Number.MAX_VALUE;
}

interface RunIds {
  run_id: string;
  experiment_id: string;
}

/** What is told of a run and is not part of its message. */
const belongings: Record<string, (ask: Ask, run: RunIds) => Promise<unknown>> = {
  experiment: async (ask, { experiment_id }) =>
    ((await ask('/experiments/get', { experiment_id })) as Fields).experiment,
  modelVersions: async (ask, { run_id }) =>
    ((await ask('/model-versions/search', { filter: `run_id='${run_id}'` })) as Fields)
      .model_versions ?? []
};

/** What protobuf reads from a field that was not sent. */
function unset(type: GraphQLOutputType): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [];
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  if (isObjectType(bare)) return bare.name === 'ApiError' ? null : {};
  return { Boolean: false, Float: 0, Int: 0, LongString: 0, String: '' }[bare.toString()];
}

const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
