import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { ModelLocations } from '../mlflow/registry/model-uri.js';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import type { WorkspaceContext } from '../protocol/context.js';
import { Nullable, optionalText, Texts } from '../schemas/field-types.js';
import type { DocumentStore } from '../store/document-store.js';
import type { ModelStore } from '../store/model-store.js';
import { fail } from './errors.js';
import { artifactsOf, type ArtifactDetails } from './model-files.js';
import { findModel } from './registered-model.js';

const AssetBody = Type.Object({
  name: Type.String(),
  description: optionalText,
  artifacts: Type.Array(Type.Object({ id: optionalText, prefix: optionalText })),
  kvTags: Type.Optional(Nullable(Texts)),
  properties: Type.Optional(Nullable(Texts)),
  runid: optionalText
});
export type ModelAsset = Static<typeof AssetBody>;

export interface AssetDeps {
  /** Assets that were created, of which models may be registered. */
  created: DocumentStore<ModelAsset>;
  models: ModelStore;
  locations: ModelLocations;
}

interface Route {
  Params: { id: string };
  Body: ModelAsset;
}

/** The files of models for azureml-core: an asset is created before its model, and each registered model has one under its own id. */
export function assetRoutes(
  app: FastifyInstance,
  { newId, user }: WorkspaceContext,
  { created, models, locations }: AssetDeps
): void {
  app.post<Route>(
    '/assets',
    { bodyLimit: DECLARATION_BYTES, schema: { body: AssetBody } },
    ({ body }) => {
      const { name, properties, createdAt } = created.put(newId(), body, user);
      return { ...properties, id: name, createdTime: new Date(createdAt).toISOString() };
    }
  );

  app.get<Route>('/assets/:id', ({ params: { id } }) => {
    const asset = created.get(id);
    if (asset)
      return { ...asset.properties, id, createdTime: new Date(asset.createdAt).toISOString() };
    const model = findModel(models, id);
    if (!model) throw fail('ResourceNotFound', { type: 'asset', name: id });
    const artifacts: ArtifactDetails[] = artifactsOf(model, locations);
    return { id, name: model.name, artifacts, runid: model.runId ?? null };
  });
}
