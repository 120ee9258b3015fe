import { isDeepStrictEqual as isSame } from 'node:util';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { TSchema } from 'typebox';
import type { AssetBase } from 'carry-ml/arm';
import type { WorkspaceContext } from '../../protocol/context.js';
import { pageOf, readSeek, seekPageOf } from '../../protocol/paging.js';
import { normalise } from '../../protocol/normalise.js';
import { ContainerBody } from '../../schemas/asset-schema.js';
import { requireAssetName } from '../../schemas/resource-name.js';
import { ANONYMOUS_NAMES } from '../../store/anonymous-names.js';
import { DEFAULT_VERSION } from '../../store/asset-finder.js';
import type { AssetKindName } from '../../store/stores-by-kind.js';
import type { StoredVersion, VersionedStore } from '../../store/versioned-store.js';
import { assetResources } from './asset-resource.js';
import type { AssetScope } from './asset-scope.js';
import {
  isReordered,
  listContainers,
  listVersions,
  type VersionListQuery
} from './version-list.js';
import { fail } from '../errors.js';

/** The properties of a container or a version. */
export type AssetProperties = AssetBase & Record<string, unknown>;

/** An asset type with containers and versions. */
export interface AssetKind<K extends string = AssetKindName> {
  /** Its name in the URL: `models`. */
  kind: K;
  /** Its name in messages: `model`. */
  noun: string;
  body: TSchema;
  /** Properties that cannot change once a version exists. */
  immutable: string[];
  /** The part of an immutable property that cannot change, if it is not the whole. */
  contentOf?: (value: unknown) => unknown;
  /** Adds the service's default properties to a new version. */
  defaults?: (properties: AssetProperties) => AssetProperties;
  /** The page size of lists, if it is not the usual one. */
  page?: string;
  /** Derives further properties from those of a request. */
  derive?: (properties: AssetProperties) => AssetProperties;
  /** Chooses another version than the one that a client asks for; clients use the id of the response. */
  identify?: (asset: AssetName, properties: AssetProperties) => AssetName;
  /** Brings the properties of a version to one form, whatever the client that sends them. */
  canonical?: (properties: AssetProperties, asset: AssetName) => AssetProperties;
}

/** Names a version of an asset. */
export interface AssetName {
  name: string;
  version: string;
}

interface Route {
  Params: { registryName: string; name: string; version: string };
  Querystring: VersionListQuery & { count?: string; pageSize?: string };
  Body: { properties: AssetProperties };
}

/** Registers the container and version operations, which all asset types have, in the workspace and in registries. */
export function defineVersionedAsset<K extends string>(
  app: FastifyInstance,
  context: WorkspaceContext,
  spec: AssetKind<K>,
  scope: AssetScope<K>
): void {
  const open = (params: Route['Params']) => {
    const owner = scope.owner(params);
    return {
      store: owner.assets[spec.kind],
      place: owner.place,
      as: assetResources(spec.kind, owner)
    };
  };
  const { longRunning } = scope;
  const responses: Responses = {
    put: (reply, created, resource) =>
      longRunning?.put(reply, created, resource) ?? reply.code(created ? 201 : 200).send(resource),
    deleted: (reply, wasThere) => {
      if (wasThere && longRunning) return longRunning.accepted(reply);
      return reply.code(wasThere ? 200 : 204).send();
    }
  };
  containerRoutes(app, { context, spec, open, responses });
  versionRoutes(app, { context, spec, open, responses });
}

interface Deps {
  context: WorkspaceContext;
  spec: AssetKind<string>;
  /** The store that the path names, the name of its owner, and the resources of its assets. */
  open: (params: Route['Params']) => {
    store: VersionedStore;
    place: string;
    as: ReturnType<typeof assetResources>;
  };
  responses: Responses;
}

/** The responses to changes. */
interface Responses {
  put: (reply: FastifyReply, created: boolean, resource: object) => FastifyReply;
  deleted: (reply: FastifyReply, wasThere: boolean) => FastifyReply;
}

function containerRoutes(app: FastifyInstance, { context, spec, open, responses }: Deps): void {
  const { kind, noun } = spec;

  app.get<Route>(`/${kind}`, request => {
    const { store, as } = open(request.params);
    const { query } = request;
    const $top = query.$top ?? query.count ?? query.pageSize ?? spec.page;
    const seek = readSeek({ ...query, $top });
    const rows = listContainers(store, query, seek);
    return seekPageOf(rows, seek, as.container, context.origin(), request.url);
  });

  app.get<Route>(`/${kind}/:name`, request => {
    const { store, place, as } = open(request.params);
    const { name } = request.params;
    const container = store.container(name);
    if (!container) throw fail('ResourceNotFound', { type: noun, name, place });
    return as.container(container);
  });

  app.put<Route>(`/${kind}/:name`, { schema: { body: ContainerBody } }, (request, reply) => {
    const { store, as } = open(request.params);
    const { name } = request.params;
    const before = store.container(name);
    if (!before) requireAssetName(`name of a ${noun}`, name);
    const properties = normalise(request.body.properties);
    if (before && isSame(before.properties, { ...before.properties, ...properties }))
      return responses.put(reply, false, as.container(before));
    return responses.put(
      reply,
      !before,
      as.container(store.putContainer(name, properties, context.user))
    );
  });

  app.delete<Route>(`/${kind}/:name`, (request, reply) => {
    const { store } = open(request.params);
    return responses.deleted(reply, store.deleteContainer(request.params.name));
  });
}

function versionRoutes(app: FastifyInstance, { context, spec, open, responses }: Deps): void {
  const base = `/${spec.kind}/:name/versions`;

  app.get<Route>(base, request => {
    const { store, as } = open(request.params);
    const { query } = request;
    const $top = query.$top ?? query.pageSize ?? spec.page;
    const seek = readSeek({ ...query, $skip: query.$skip ?? query.offset, $top });
    const { registryName, name } = request.params;
    const feed = registryName || context.workspace.workspace;
    const rows = listVersions(store, name, query, seek, feed);
    return isReordered(query)
      ? pageOf(rows.map(as.version), seek, context.origin(), request.url)
      : seekPageOf(rows, seek, as.version, context.origin(), request.url);
  });

  app.get<Route>(`${base}/:version`, request => {
    const { store, place, as } = open(request.params);
    const { name, version } = request.params;
    const named = version === DEFAULT_VERSION ? store.container(name)?.latestVersion : version;
    const found = store.version(name, named ?? version);
    if (!found)
      throw fail('ResourceNotFound', {
        type: `${spec.noun} version`,
        name: `${name}:${version}`,
        place
      });
    return as.version(found);
  });

  app.put<Route>(`${base}/:version`, { schema: { body: spec.body } }, (request, reply) => {
    const { store, as } = open(request.params);
    const sent = normalise(request.body.properties);
    const derived = spec.derive?.(sent) ?? sent;
    const asset = spec.identify?.(request.params, derived) ?? request.params;
    const { name, version } = asset;
    const before = store.version(name, version);
    if (!before) requireNames(store, spec.noun, name, version);
    const properties = settled(spec, asset, derived, !before);
    // The version of an unnamed component is a digest of its content, so versions that are equal differ at most in a name.
    if (before && name === ANONYMOUS_NAMES.components)
      return responses.put(reply, false, as.version(before));
    if (before) refuseChange(spec, before, properties);
    const all = { ...before?.properties, ...properties };
    if (before && isSame(before.properties, all))
      return responses.put(reply, false, as.version(before));
    return responses.put(
      reply,
      !before,
      as.version(store.putVersion(name, version, all, context.user))
    );
  });

  app.delete<Route>(`${base}/:version`, (request, reply) => {
    const { store } = open(request.params);
    const { name, version } = request.params;
    return responses.deleted(reply, store.deleteVersion(name, version));
  });
}

/** The properties of a version after a PUT. */
function settled(
  spec: AssetKind<string>,
  asset: AssetName,
  derived: AssetProperties,
  isNew: boolean
): AssetProperties {
  const given = spec.canonical?.(derived, asset) ?? derived;
  return isNew ? (spec.defaults?.(given) ?? given) : given;
}

/** Throws for invalid names. An existing name is accepted: MLflow's clients create names that Azure's rules do not allow. */
function requireNames(store: VersionedStore, noun: string, name: string, version: string): void {
  requireAssetName(`version of a ${noun}`, version);
  if (!store.container(name)) requireAssetName(`name of a ${noun}`, name);
}

function refuseChange(
  spec: AssetKind<string>,
  before: StoredVersion,
  after: AssetProperties
): void {
  const held = spec.canonical?.(before.properties, before) ?? before.properties;
  const contentOf = spec.contentOf ?? (value => value);
  for (const key of spec.immutable) {
    if (after[key] === undefined || isSame(contentOf(after[key]), contentOf(held[key]))) continue;
    throw fail('AssetPropertyImmutable', {
      noun: spec.noun,
      asset: `${before.name}:${before.version}`,
      property: key
    });
  }
}
