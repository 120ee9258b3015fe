import type { FastifyInstance } from 'fastify';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import type { WorkspaceContext } from '../protocol/context.js';
import {
  SecretBatch,
  SecretBody,
  SecretNames,
  SecretParams,
  type StoredSecret
} from '../schemas/secret-schema.js';
import type { DocumentStore, StoredDocument } from '../store/document-store.js';
import { fail } from './errors.js';

/** To read a value is no read: a Reader may not, as with `listSecrets`. */
const action = { access: 'write' } as const;

/**
 * `secrets` of the workspace's key vault, by Azure's credential service: the one that `Workspace.get_default_keyvault` and
 * `Run.get_secret` of azureml-core use, and that a job may ask with the token of its run.
 */
export function secretRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  secrets: DocumentStore<StoredSecret>
): void {
  const put = ({ name, value, contentType }: SecretBody) =>
    withoutValue(secrets.put(name, { value, contentType }, context.user));

  app.put<{ Body: SecretBody }>(
    '/secrets',
    { bodyLimit: DECLARATION_BYTES, schema: { body: SecretBody } },
    request => put(request.body)
  );

  app.get('/secrets', () => ({ value: secrets.list().map(withoutValue), continuationToken: null }));

  app.get<{ Params: SecretParams }>(
    '/secrets/:name',
    { config: action, schema: { params: SecretParams } },
    ({ params: { name } }) => {
      const found = secrets.get(name);
      if (!found) throw fail('ResourceNotFound', { type: 'secret', name });
      return withValue(found);
    }
  );

  app.delete<{ Params: SecretParams }>(
    '/secrets/:name',
    { schema: { params: SecretParams } },
    ({ params: { name } }, reply) => {
      secrets.delete(name);
      return reply.code(200).send();
    }
  );

  app.put<{ Body: SecretBatch }>(
    '/secrets::putbatch',
    { bodyLimit: DECLARATION_BYTES, schema: { body: SecretBatch } },
    ({ body }) => ({ secrets: body.secrets.map(put) })
  );

  app.post<{ Body: SecretNames }>(
    '/secrets::getbatch',
    { schema: { body: SecretNames } },
    ({ body }) => {
      const names = body.secrets.map(({ name }) => name);
      const found = names.flatMap(name => secrets.get(name) ?? []);
      return {
        secrets: found.map(withValue),
        notFoundSecrets: names.filter(name => !secrets.get(name))
      };
    }
  );

  app.post<{ Body: SecretNames }>(
    '/secrets::deletebatch',
    { schema: { body: SecretNames } },
    ({ body }, reply) => {
      for (const { name } of body.secrets) secrets.delete(name);
      return reply.code(200).send();
    }
  );
}

function withValue(secret: StoredDocument<StoredSecret>) {
  return { ...withoutValue(secret), value: secret.properties.value };
}

function withoutValue({ name, createdAt, modifiedAt, properties }: StoredDocument<StoredSecret>) {
  return {
    name,
    createdTime: new Date(createdAt).toISOString(),
    modifiedTime: new Date(modifiedAt).toISOString(),
    contentType: properties.contentType ?? null
  };
}
