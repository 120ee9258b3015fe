import { Check } from 'typebox/value';
import type { WebSocket } from '@fastify/websocket';
import type { EventMessage } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { WatchMessage } from '../schemas/event-schema.js';
import { watchJob } from '../watched-job.js';

/** A page that has this much unread is disconnected. */
const QUEUE_LIMIT_BYTES = 8 * 1024 * 1024;

/** Proxies close a connection that is silent for a minute. */
const PING_INTERVAL_MS = 25_000;

/** Serves one WebSocket per tab: always the newest runs, and everything about the one run that the tab shows. */
export function eventRoutes(app: TypedApp, bridge: Bridge): void {
  app.get('/api/events', { websocket: true }, socket => {
    serve(socket, bridge);
  });
}

function serve(socket: WebSocket, { connection, experiments, feed }: Bridge): void {
  let watched = new AbortController();
  const send = (message: EventMessage): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > QUEUE_LIMIT_BYTES) socket.close(1013, 'The page reads too slowly.');
    else socket.send(JSON.stringify(message));
  };
  const unsubscribe = feed.subscribe(send);
  const ping = setInterval(() => {
    socket.ping();
  }, PING_INTERVAL_MS);

  socket.on('message', (data: Buffer) => {
    const message = parse(data);
    if (!message) {
      socket.close(1008, 'Only watch messages are accepted.');
      return;
    }
    watched.abort();
    watched = new AbortController();
    const { job, logFrom = 0 } = message;
    if (job === null) return;
    void watchJob({ connection, experiments, job, logFrom, send, signal: watched.signal });
  });
  socket.on('close', () => {
    clearInterval(ping);
    watched.abort();
    unsubscribe();
  });
  socket.on('error', () => {
    socket.terminate();
  });
}

function parse(data: Buffer): WatchMessage | undefined {
  try {
    const message: unknown = JSON.parse(data.toString());
    return Check(WatchMessage, message) ? message : undefined;
  } catch {
    // Text that is not JSON is not a watch message; the caller closes the connection with that reason.
    return undefined;
  }
}
