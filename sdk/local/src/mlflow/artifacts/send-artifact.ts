import { posix } from 'node:path';
import type { FastifyReply } from 'fastify';
import { passiveContent } from '../../protocol/passive-content.js';
import type { ArtifactStore } from './artifacts.js';
import { mediaType } from './media-types.js';

/** Sends an artifact as a download, so that a browser never displays a job's file as a page of this server. */
export async function sendArtifact(
  reply: FastifyReply,
  artifacts: ArtifactStore,
  path: string
): Promise<FastifyReply> {
  const { size, stream } = await artifacts.read(path);
  const name = encodeURIComponent(posix.basename(path));
  return reply
    .type(mediaType(path))
    .header('content-length', size)
    .headers(passiveContent)
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .send(stream);
}
