import type { Readable } from 'node:stream';

/**
 * Sends a request whose body is opened again for every attempt, and then closes each opened body: the pipeline leaves
 * the body of an aborted request open, and with it a file.
 */
export async function closingBodies<T>(
  open: () => Readable,
  send: (body: () => Readable) => Promise<T>
): Promise<T> {
  const opened: Readable[] = [];
  try {
    return await send(() => {
      const body = open();
      opened.push(body);
      return body;
    });
  } finally {
    for (const body of opened) body.destroy();
  }
}
