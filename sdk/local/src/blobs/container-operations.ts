import { accountUrl } from './blob-url.js';
import { fail } from './errors.js';
import { listBlobs } from './list.js';
import type { Operation } from './operation.js';
import { listXml } from './xml.js';

const MAX_LISTED = 5000;

/** The operations on containers. */
export const containerOperations: readonly Operation[] = [
  {
    name: 'Create Container',
    methods: ['PUT'],
    on: 'container',
    permissions: ['w'],
    handle: async ({ params: { container } }, reply, { files }) => {
      if (!(await files.createContainer(container)))
        throw fail('ContainerAlreadyExists', { container });
      return reply.code(201).send();
    }
  },
  {
    name: 'Get Container Properties',
    methods: ['GET', 'HEAD'],
    on: 'container',
    permissions: ['r'],
    handle: ({ params: { container } }, reply, { files }) => {
      if (!files.hasContainer(container)) throw fail('ContainerNotFound', { container });
      return reply.header('etag', '"0x1"').send();
    }
  },
  {
    name: 'List Blobs',
    methods: ['GET'],
    on: 'container',
    comp: 'list',
    permissions: ['l'],
    handle: async ({ params: { container }, query }, reply, { files, origin }) => {
      if (!files.hasContainer(container)) throw fail('ContainerNotFound', { container });
      const options = {
        prefix: query.prefix ?? '',
        delimiter: query.delimiter,
        marker: query.marker,
        limit: Math.min(Number(query.maxresults ?? MAX_LISTED) || MAX_LISTED, MAX_LISTED)
      };
      const page = await listBlobs(files, container, options);
      const xml = listXml(`${accountUrl(origin())}/`, container, options, page);
      return reply.type('application/xml').send(xml);
    }
  }
];
