import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import type { AssetBase } from '../../arm/asset.js';
import type { Resource } from '../../arm/envelope.js';
import { fail } from '../../arm/errors.js';
import { resourceType } from '../../arm/resource-id.js';
import { ContainerBody } from '../schemas/asset.js';
import type { StoredContainer, StoredVersion, VersionedStore } from '../store/versioned-store.js';
import { idOf, systemData, type WorkspaceContext } from './context.js';
import { tidy } from './tidy.js';
import { pageOf, sliceOf, type ListQuery } from './paging.js';

type Properties = AssetBase & Record<string, unknown>;

/** One asset type of the symmetrical container/version kind. */
export interface AssetKind {
  /** As it stands in the URL: `models`. */
  kind: string;
  /** As a person says it: `model`. */
  noun: string;
  store: VersionedStore;
  body: TSchema;
  /** Properties that can never change once a version exists. */
  immutable: string[];
  /** What the service adds to a version that is put. */
  defaults?: (properties: Properties) => Properties;
}

interface Route {
  Params: { name: string; version: string };
  Querystring: ListQuery;
  Body: { properties: Properties };
}

/** Registers the container and version operations that every asset type has alike. */
export function defineVersionedAsset(
  app: FastifyInstance,
  context: WorkspaceContext,
  spec: AssetKind
): void {
  const { kind, noun, store } = spec;
  const base = `/${kind}`;

  // The contract gives data assets no provisioning state, but each container the type of its data.
  const isData = kind === 'data';
  const provisioned = isData ? {} : { provisioningState: 'Succeeded' };
  const dataTypeOf = ({ name, latestVersion }: StoredContainer) => {
    if (!isData || latestVersion === undefined) return {};
    return { dataType: store.version(name, latestVersion)?.properties.dataType };
  };

  const containerResource = (c: StoredContainer): Resource<unknown> => ({
    id: idOf(context, kind, c.name),
    name: c.name,
    type: resourceType(kind),
    systemData: systemData(c.createdBy, c.createdAt, c.modifiedAt),
    properties: {
      ...dataTypeOf(c),
      ...withDefaults(c.properties),
      latestVersion: c.latestVersion ?? null,
      nextVersion: c.nextVersion,
      ...provisioned
    }
  });
  const versionResource = (v: StoredVersion): Resource<unknown> => ({
    id: idOf(context, kind, v.name, 'versions', v.version),
    name: v.version,
    type: resourceType(kind, 'versions'),
    systemData: systemData(v.createdBy, v.createdAt, v.modifiedAt),
    properties: {
      ...withDefaults(v.properties),
      isAnonymous: v.properties.isAnonymous ?? false,
      ...provisioned
    }
  });

  app.get<Route>(base, request => {
    const slice = sliceOf(request.query);
    const rows = store.containers({ ...slice, top: slice.top + 1 }).map(containerResource);
    return pageOf(rows, slice, context.origin(), request.url);
  });

  app.get<Route>(`${base}/:name`, request => {
    const { name } = request.params;
    const container = store.container(name);
    if (!container) throw fail('ResourceNotFound', { type: noun, name });
    return containerResource(container);
  });

  app.put<Route>(`${base}/:name`, { schema: { body: ContainerBody } }, (request, reply) => {
    const { name } = request.params;
    const existed = store.container(name) !== undefined;
    const made = store.putContainer(name, tidy(request.body.properties), context.user);
    return reply.code(existed ? 200 : 201).send(containerResource(made));
  });

  app.delete<Route>(`${base}/:name`, (request, reply) =>
    reply.code(store.deleteContainer(request.params.name) ? 200 : 204).send()
  );

  app.get<Route>(`${base}/:name/versions`, request => {
    const slice = sliceOf(request.query);
    const rows = store.versions(request.params.name, {
      ...slice,
      top: slice.top + 1,
      hash: request.query.hash,
      newestFirst: !/\basc\b/i.test(request.query.$orderBy ?? '')
    });
    return pageOf(rows.map(versionResource), slice, context.origin(), request.url);
  });

  app.get<Route>(`${base}/:name/versions/:version`, request => {
    const { name, version } = request.params;
    const found = store.version(name, version);
    if (!found)
      throw fail('ResourceNotFound', { type: `${noun} version`, name: `${name}:${version}` });
    return versionResource(found);
  });

  app.put<Route>(
    `${base}/:name/versions/:version`,
    { schema: { body: spec.body } },
    (request, reply) => {
      const { name, version } = request.params;
      const before = store.version(name, version);
      const given = tidy(request.body.properties);
      const properties = before ? given : (spec.defaults?.(given) ?? given);
      if (before) refuseChange(spec, before, properties);
      const stored = store.putVersion(
        name,
        version,
        { ...before?.properties, ...properties },
        context.user
      );
      return reply.code(before ? 200 : 201).send(versionResource(stored));
    }
  );

  app.delete<Route>(`${base}/:name/versions/:version`, (request, reply) => {
    const { name, version } = request.params;
    return reply.code(store.deleteVersion(name, version) ? 200 : 204).send();
  });
}

function refuseChange(spec: AssetKind, before: StoredVersion, after: Properties): void {
  for (const key of spec.immutable) {
    if (
      after[key] === undefined ||
      JSON.stringify(after[key]) === JSON.stringify(before.properties[key])
    )
      continue;
    throw fail('Conflict', {
      message: `The ${spec.noun} '${before.name}:${before.version}' exists and its ${key} cannot change. Register a new version.`
    });
  }
}

/** Azure always answers these, given or not. */
function withDefaults(properties: Properties): Properties {
  return {
    description: null,
    isArchived: false,
    ...properties,
    tags: properties.tags ?? {},
    properties: properties.properties ?? {}
  };
}
