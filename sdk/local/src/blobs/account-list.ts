import { BLOBS_PATH } from './blob-url.js';
import { fail } from './errors.js';
import { listBlobs, type BlobPage } from './list.js';
import type { Operation } from './operation.js';
import { listXml } from './xml.js';

/** Returns the container that a listing of the account refers to: the first part of its prefix. */
export function containerOfPrefix(prefix = ''): string {
  return prefix.split('/')[0] ?? '';
}

/**
 * Lists the account as if it were a container whose folders are the containers. azure-ai-ml needs this to download the models of a
 * registry: it takes the first part of a blob's path as the container.
 */
export const listAccount: Operation = {
  name: 'List Blobs',
  methods: ['GET'],
  on: 'account',
  comp: 'list',
  permissions: ['l'],
  handle: async ({ query }, reply, { files, origin }) => {
    const { prefix = '', marker } = query;
    const container = containerOfPrefix(prefix);
    if (!files.hasContainer(container)) throw fail('ContainerNotFound', { container });
    const inside = (name: string) => name.slice(container.length + 1);
    const page = await listBlobs(files, container, {
      prefix: inside(prefix),
      marker,
      limit: 5000
    });
    const options = { prefix, limit: 5000 };
    return reply
      .type('application/xml')
      .send(listXml(`${origin()}/`, BLOBS_PATH.slice(1), options, below(container, page)));
  }
};

function below(container: string, page: BlobPage): BlobPage {
  const named = (name: string) => `${container}/${name}`;
  return {
    ...page,
    blobs: page.blobs.map(blob => ({ ...blob, name: named(blob.name) })),
    prefixes: page.prefixes.map(named)
  };
}
