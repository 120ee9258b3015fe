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
export class Paged<T> implements AsyncIterable<T> {
  constructor(
    private readonly fetchPage: (next?: string) => Promise<ListPage<T>>,
    private readonly limit = Infinity
  ) {}

  /** Reads one page: the first, or the one that `next` of the page before names. */
  page(next?: string): Promise<ListPage<T>> {
    return this.fetchPage(next);
  }

  /** Reads everything into an array. */
  async all(): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this) items.push(item);
    return items;
  }

  /** The same list with every item turned into another; what is turned into undefined is left out. */
  map<U>(turn: (item: T) => U | undefined, limit = Infinity): Paged<U> {
    return new Paged<U>(async next => {
      const { items, ...rest } = await this.fetchPage(next);
      const turned = items.flatMap(item => {
        const made = turn(item);
        return made === undefined ? [] : [made];
      });
      return { ...rest, items: turned };
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
