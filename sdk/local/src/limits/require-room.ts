import { Transform } from 'node:stream';
import type { FastifyInstance, RequestPayload } from 'fastify';
import type { DiskSpace } from './disk-space.js';

/**
 * Refuses an upload that does not fit on the disk. The check is after authentication and before the first byte is written. An upload
 * without a length, in HTTP's chunks, is checked as it arrives.
 */
export function requireRoom(app: FastifyInstance, disk: DiskSpace): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (!request.routeOptions.config.isUpload) {
      done();
      return;
    }
    try {
      const length = request.headers['content-length'];
      disk.require(Number(length ?? 0));
      done(null, length === undefined ? counted(payload, disk) : payload);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Passes an upload on, and requires room for each of its chunks. */
function counted(payload: RequestPayload, disk: DiskSpace): Transform {
  const passed = new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      try {
        disk.require(chunk.length);
        pass(null, chunk);
      } catch (error) {
        pass(error as Error);
      }
    }
  });
  payload.once('close', () => {
    if (!payload.readableEnded) passed.destroy(new Error('The client ended the upload.'));
  });
  return payload.pipe(passed);
}
