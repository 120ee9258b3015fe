import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { RunStore } from '../mlflow/runs/runs.js';
import { checkModelName } from '../mlflow/wire/names.js';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import type { WorkspaceContext } from '../protocol/context.js';
import { Nullable, optionalText, Texts } from '../schemas/field-types.js';
import type { ModelStore, ModelVersionChange, ModelVersionRecord } from '../store/model-store.js';
import type { AssetDeps } from './asset-routes.js';
import { fail } from './errors.js';
import { sourceOf } from './model-files.js';
import { searchModels, type ModelQuery } from './model-search.js';
import { findModel, frameworkProperties, wireModel } from './registered-model.js';

const ModelBody = Type.Object({
  name: Type.String(),
  url: Type.String(),
  description: optionalText,
  framework: optionalText,
  frameworkVersion: optionalText,
  runId: optionalText,
  kvTags: Type.Optional(Nullable(Texts)),
  properties: Type.Optional(Nullable(Texts)),
  datasets: Type.Optional(Nullable(Type.Array(Type.Unknown()))),
  sampleInputData: optionalText,
  sampleOutputData: optionalText
});
type ModelBody = Static<typeof ModelBody>;
const Patch = Type.Array(
  Type.Object({ op: Type.String(), path: Type.String(), value: Type.Unknown() })
);

interface Route {
  Params: { id: string };
  Querystring: ModelQuery;
}

/** Registered models for azureml-core. They are those of every other client, under ids such as `fruit:3`. */
export function modelRoutes(
  app: FastifyInstance,
  { origin, user }: WorkspaceContext,
  deps: AssetDeps & { runs: RunStore }
): void {
  const { models, runs } = deps;
  app.post<Route & { Body: ModelBody }>(
    '/models',
    { bodyLimit: DECLARATION_BYTES, schema: { body: ModelBody } },
    ({ body }) => wireModel(register(body, user, deps), runs)
  );

  app.get<Route>('/models', ({ query, url }) => {
    const page = searchModels(models, query);
    const value = page.models.map(model => wireModel(model, runs));
    if (page.next === undefined) return { value };
    const nextLink = new URL(origin() + url);
    nextLink.searchParams.set('$skipToken', page.next);
    return { value, nextLink: nextLink.href };
  });

  app.get<Route>('/models/:id', ({ params }) => wireModel(getModel(models, params.id), runs));

  app.patch<Route & { Body: Static<typeof Patch> }>(
    '/models/:id',
    { bodyLimit: DECLARATION_BYTES, schema: { body: Patch } },
    ({ params, body }) => {
      const { name, version, properties } = getModel(models, params.id);
      const change = changeOf(body, properties);
      return wireModel(models.updateVersion(name, version, change) as ModelVersionRecord, runs);
    }
  );

  app.delete<Route>('/models/:id', ({ params }, reply) => {
    const model = findModel(models, params.id);
    if (!model) return reply.code(204).send();
    models.deleteVersion(model.name, model.version);
    return reply.code(200).send();
  });
}

function getModel(models: ModelStore, id: string): ModelVersionRecord {
  const model = findModel(models, id);
  if (!model) throw fail('ResourceNotFound', { type: 'model', name: id });
  return model;
}

function register(body: ModelBody, user: string, deps: AssetDeps & { runs: RunStore }) {
  checkModelName(body.name);
  if (body.datasets?.length || body.sampleInputData || body.sampleOutputData)
    throw fail('ModelDatasetsNotKept', { model: body.name });
  const { source, runId } = originOf(body, deps);
  return deps.models.createNextVersion({
    name: body.name,
    source,
    runId,
    jobName: runId,
    description: body.description ?? undefined,
    tags: body.kvTags ?? {},
    properties: { ...body.properties, ...frameworkOf(body) },
    userId: user
  });
}

/** The files of a new model and the run that they come from: those of its asset, or of another model. Throws ModelUrlUnknown. */
function originOf(
  { url, runId: given }: ModelBody,
  { created, models, runs }: AssetDeps & { runs: RunStore }
): { source: string; runId?: string } {
  const asset = /^aml:\/\/asset\/(.+)$/.exec(url)?.[1] ?? '';
  const files = created.get(asset)?.properties;
  const model = findModel(models, asset);
  const source = files ? sourceOf(files.artifacts) : model?.source;
  if (source === undefined) throw fail('ModelUrlUnknown', { url });
  const runId = given ?? files?.runid ?? undefined;
  if (runId !== undefined && !runs.find(runId))
    throw fail('ResourceNotFound', { type: 'run', name: runId });
  return { source, runId };
}

function frameworkOf(body: ModelBody): Record<string, string> {
  const given = (['framework', 'frameworkVersion'] as const).flatMap(field =>
    body[field] ? [[frameworkProperties[field], body[field]]] : []
  );
  return Object.fromEntries(given) as Record<string, string>;
}

/** Reads a JSON patch of whole fields. Properties are added; the tags are replaced. Throws ModelFieldFixed. */
function changeOf(patch: Static<typeof Patch>, before: Record<string, string>): ModelVersionChange {
  const change: ModelVersionChange = {};
  for (const { path, value } of patch) {
    if (path === '/description') change.description = typeof value === 'string' ? value : '';
    else if (path === '/kvTags') change.tags = textsOf(value);
    else if (path === '/properties') change.properties = { ...before, ...textsOf(value) };
    else throw fail('ModelFieldFixed', { field: path });
  }
  return change;
}

function textsOf(value: unknown): Record<string, string> {
  const given = typeof value === 'object' && value !== null ? value : {};
  return Object.fromEntries(
    Object.entries(given).map(([key, each]) => [
      key,
      typeof each === 'string' ? each : JSON.stringify(each)
    ])
  );
}
