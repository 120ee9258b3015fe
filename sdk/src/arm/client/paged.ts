/** One page of a list, and the way to the next. */
export interface ListPage<T> {
  items: T[];
  /** Hand this to `page()` for the next page; absent on the last. */
  next?: string;
}

/**
 * A list that is read page by page as it is walked through.
 *
 * @example for await (const job of ws.jobs.list()) console.log(job.name);
 */
export declare class Paged<T> implements AsyncIterable<T> {
  /** Reads one page: the first, or the one that `next` of the page before names. */
  page(next?: string): Promise<ListPage<T>>;
  /** Reads everything into an array. */
  all(): Promise<T[]>;
  [Symbol.asyncIterator](): AsyncIterator<T>;
}
