import { setImmediate as nextTurn } from 'node:timers/promises';

export { nextTurn };

/** How long a part of a long response may hold the event loop, so that other requests are not delayed. */
const TURN_MS = 20;

/** Maps the rows of a response, in several turns of the event loop if there are many. */
export async function mapInTurns<T, R>(rows: Iterable<T>, map: (row: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  let startedAt = performance.now();
  for (const row of rows) {
    if (performance.now() - startedAt > TURN_MS) {
      await nextTurn();
      startedAt = performance.now();
    }
    mapped.push(map(row));
  }
  return mapped;
}

/** Maps a list in parts of at most this size, with a turn of the event loop between them. */
export async function* partsInTurns<T, R>(
  items: readonly T[],
  size: number,
  map: (part: T[]) => R[]
): AsyncGenerator<R[], undefined> {
  for (const part of slicesOf(items, size)) {
    yield map(part);
    await nextTurn();
  }
}

/** Cuts a list into parts of at most this size. */
export function slicesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size)
  );
}
