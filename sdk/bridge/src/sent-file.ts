import { posix } from 'node:path';
import type { FastifyReply } from 'fastify';

/** The images that a page shows. Everything else is only downloaded. */
const IMAGE_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml'
};

/** Sends a file of a run. A job wrote it: opened as a page of its own, it would act with the rights of the user. */
export function sendFile(
  reply: FastifyReply,
  path: string,
  content: NodeJS.ReadableStream | Buffer
) {
  const name = encodeURIComponent(posix.basename(path)).replace(/['()*]/g, escaped);
  const type = IMAGE_TYPES[posix.extname(path).toLowerCase()] ?? 'application/octet-stream';
  return reply
    .type(type)
    .headers({
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store'
    })
    .send(content);
}

/** The characters that `encodeURIComponent` leaves and RFC 5987 does not. */
function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
