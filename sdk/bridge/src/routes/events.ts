import { Check } from 'typebox/value';
import { Type } from 'typebox';
import type { WebSocket } from '@fastify/websocket';
import type { EventMessage, WatchMessage } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { watchRun } from '../watched-run.js';

const Watch = Type.Object({
  type: Type.Literal('watch'),
  run: Type.Union([Type.String(), Type.Null()]),
  logFrom: Type.Optional(Type.Integer({ minimum: 0 }))
});

/** A page that does not take what it is sent gets no more than this many bytes queued for it. */
const QUEUE_LIMIT = 8 * 1024 * 1024;

/** Proxies end connections that are silent for a minute. */
const PING_MS = 25_000;

/** One WebSocket per tab: the list of runs always, and everything of the one run that the tab looks at. */
export function eventRoutes(app: TypedApp, bridge: Bridge): void {
  app.get('/api/events', { websocket: true }, socket => {
    serve(socket, bridge);
  });
}

function serve(socket: WebSocket, { connection, feed }: Bridge): void {
  let looking = new AbortController();
  const send = (message: EventMessage): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > QUEUE_LIMIT) socket.close(1013, 'The page takes too long to read.');
    else socket.send(JSON.stringify(message));
  };
  const leave = feed.subscribe(send);
  const ping = setInterval(() => {
    socket.ping();
  }, PING_MS);

  socket.on('message', (data: Buffer) => {
    const message = parse(data);
    if (!message) {
      socket.close(1008, 'Only watch messages are understood.');
      return;
    }
    looking.abort();
    looking = new AbortController();
    const { run, logFrom = 0 } = message;
    if (run === null) return;
    void watchRun({ connection, run, logFrom, send, signal: looking.signal });
  });
  socket.on('close', () => {
    clearInterval(ping);
    looking.abort();
    leave();
  });
  socket.on('error', () => {
    socket.terminate();
  });
}

function parse(data: Buffer): WatchMessage | undefined {
  try {
    const message: unknown = JSON.parse(data.toString());
    return Check(Watch, message) ? message : undefined;
  } catch {
    // What is no JSON is no watch message either; the caller closes the connection and says so.
    return undefined;
  }
}
