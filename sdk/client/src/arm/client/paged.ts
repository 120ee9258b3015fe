/** One page of a list. */
export interface ListPage<T> {
  items: T[];
  /** The argument of `page()` for the next page; undefined on the last. */
  next?: string;
}

/**
 * A list that is read page by page while it is iterated.
 *
 * @example for await (const job of ws.jobs.list()) console.log(job.name);
 */
export class Paged<T> implements AsyncIterable<T> {
  constructor(
    private readonly fetchPage: (next?: string) => Promise<ListPage<T>>,
    private readonly limit = Infinity
  ) {}

  /** Reads one page: the first, or the one that `next` of the previous page refers to. */
  page(next?: string): Promise<ListPage<T>> {
    return this.fetchPage(next);
  }

  /** Reads all pages and returns their items. */
  async all(): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this) items.push(item);
    return items;
  }

  /** Returns the list with every item replaced by the result of a function; undefined results are left out. */
  map<U>(replace: (item: T) => U | undefined, limit = Infinity): Paged<U> {
    return new Paged<U>(async next => {
      const { items, ...rest } = await this.fetchPage(next);
      const replaced = items.flatMap(item => {
        const result = replace(item);
        return result === undefined ? [] : [result];
      });
      return { ...rest, items: replaced };
    }, limit);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    let next: string | undefined;
    let left = this.limit;
    do {
      const page = await this.fetchPage(next);
      for (const item of page.items) {
        if (left-- <= 0) return;
        yield item;
      }
      next = page.next;
    } while (next !== undefined && left > 0);
  }
}
