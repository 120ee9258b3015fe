import { Type, type Static } from 'typebox';

/** A message from the page on the WebSocket: the job that it shows, and how much of the log it has. */
export const WatchMessage = Type.Object({
  type: Type.Literal('watch'),
  /** Name of the job; null for none. */
  job: Type.Union([Type.String(), Type.Null()]),
  /** The byte offset from which the log continues; absent to start with the log's tail. */
  logFrom: Type.Optional(Type.Integer({ minimum: 0 }))
});
export type WatchMessage = Static<typeof WatchMessage>;
