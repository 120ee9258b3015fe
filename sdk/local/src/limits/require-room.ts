import type { FastifyInstance } from 'fastify';
import { readRest } from '../protocol/error-reply.js';
import type { DiskSpace } from './disk-space.js';

/** Refuses an upload that does not fit on the disk. The check is after authentication and before the first byte is written. */
export function requireRoom(app: FastifyInstance, disk: DiskSpace): void {
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    if (!request.routeOptions.config.isUpload) {
      done();
      return;
    }
    try {
      disk.require(Number(request.headers['content-length'] ?? 0));
      done();
    } catch (error) {
      readRest(request.raw).then(() => {
        done(error as Error);
      }, done);
    }
  });
}
