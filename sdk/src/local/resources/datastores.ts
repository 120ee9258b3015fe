import type { FastifyInstance } from 'fastify';
import { fail } from '../../arm/errors.js';
import { resourceType } from '../../arm/resource-id.js';
import type { Signatures } from '../blobs/signature.js';
import { datastores, isDatastore } from '../datastores.js';
import { idOf, systemData, type WorkspaceContext } from './context.js';

const HOURS = 24;

/** The two datastores of the workspace and the signatures that open them. */
export function datastoreRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  signatures: Signatures
): void {
  const resource = (name: keyof typeof datastores) => ({
    id: idOf(context, 'datastores', name),
    name,
    type: resourceType('datastores'),
    systemData: systemData(context.user, 0),
    properties: {
      datastoreType: 'AzureBlob',
      // Clients build https://{accountName}.blob.{storage suffix}/{container}; this account name leads back to this server.
      accountName: `${new URL(context.origin()).host}/local`,
      containerName: datastores[name].container,
      endpoint: 'carry',
      protocol: 'https',
      isDefault: datastores[name].isDefault,
      serviceDataAccessAuthIdentity: 'None',
      credentials: { credentialsType: 'Sas' },
      description: null,
      tags: {},
      properties: {}
    }
  });
  const find = (name: string) => {
    if (!isDatastore(name)) throw fail('ResourceNotFound', { type: 'datastore', name });
    return name;
  };

  app.get<{ Querystring: { isDefault?: string } }>('/datastores', request => {
    const all = (Object.keys(datastores) as (keyof typeof datastores)[]).map(resource);
    const wanted = request.query.isDefault?.toLowerCase();
    return { value: wanted ? all.filter(d => String(d.properties.isDefault) === wanted) : all };
  });
  app.get<{ Params: { name: string } }>('/datastores/:name', request =>
    resource(find(request.params.name))
  );
  app.post<{ Params: { name: string } }>('/datastores/:name/listSecrets', request => ({
    secretsType: 'Sas',
    sasToken: signatures.grant(datastores[find(request.params.name)].container, 'racwdl', HOURS)
  }));
}
