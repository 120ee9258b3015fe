import type { FastifyInstance } from 'fastify';
import type { Settings } from '../settings/settings.js';
import type { DiskSpace } from './disk-space.js';

/** The status of a running server. Sizes in bytes. */
export interface Health {
  status: 'ready';
  pid: number;
  disk: DiskSpace['usage'];
  settings: Settings;
}

/** Adds `GET /health`, which `carry status` requests. */
export function healthRoute(
  app: FastifyInstance,
  { disk, settings }: { disk: DiskSpace; settings: Settings }
): void {
  app.get('/health', (): Health => ({
    status: 'ready',
    pid: process.pid,
    disk: disk.usage,
    settings
  }));
}
