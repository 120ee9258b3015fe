import type { FastifyInstance } from 'fastify';
import { fail } from '../errors/index.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { hasAll } from '../protocol/name-pairs.js';
import { pageOf, readSlice, type ListQuery } from '../protocol/paging.js';
import type { StoredVersion, VersionedStore } from '../store/versioned-store.js';
import { describedFeatures, type DescribedFeature } from './described-features.js';

interface Route {
  Params: { name: string; version: string; feature: string };
  Querystring: ListQuery & { featureName?: string; description?: string; tags?: string };
}

/** The operations that feature sets have in addition to other assets: their features, and the jobs that materialized them. */
export function featureRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  featuresets: VersionedStore
): void {
  const base = '/featuresets/:name/versions/:version';
  const find = ({ name, version }: Route['Params']) => {
    const found = featuresets.version(name, version);
    if (!found)
      throw fail('ResourceNotFound', { type: 'feature set version', name: `${name}:${version}` });
    return found;
  };
  const resource = (set: StoredVersion, feature: DescribedFeature) => ({
    id: idOf(
      context,
      ...['featuresets', set.name, 'versions', set.version, 'features', feature.featureName]
    ),
    name: feature.featureName,
    type: 'Microsoft.MachineLearningServices/workspaces/featuresets/versions/features',
    systemData: systemData(set.createdBy, set.createdAt, set.modifiedAt),
    properties: { ...feature, properties: {} }
  });

  app.get<Route>(`${base}/features`, request => {
    const set = find(request.params);
    const slice = readSlice({ $skip: request.query.$skip });
    const { featureName, description, tags } = request.query;
    const rows = describedFeatures(set.properties.properties)
      .filter(feature => featureName === undefined || feature.featureName === featureName)
      .filter(feature => description === undefined || feature.description === description)
      .filter(feature => hasAll(feature.tags, tags))
      .slice(slice.skip, slice.skip + slice.top + 1)
      .map(feature => resource(set, feature));
    return pageOf(rows, slice, context.origin(), request.url);
  });

  app.get<Route>(`${base}/features/:feature`, request => {
    const set = find(request.params);
    const { feature: name } = request.params;
    const found = describedFeatures(set.properties.properties).find(f => f.featureName === name);
    if (!found)
      throw fail('ResourceNotFound', {
        type: 'feature',
        name,
        place: `the feature set '${set.name}:${set.version}'`
      });
    return resource(set, found);
  });

  // Azure materializes on Spark. The local workspace does not materialize, so there are no such jobs.
  app.post<Route>(`${base}/listMaterializationJobs`, request => {
    find(request.params);
    return { value: [] };
  });
}
