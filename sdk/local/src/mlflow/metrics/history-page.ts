import { message } from '../wire/response.js';
import { wireMetric } from './metric-wire.js';
import type { Metric } from './metrics.js';
import { pointToken } from './point-token.js';

/** A page of a history that is read in parts. The point behind the page, if there is one, shows that there is a next page. */
export class HistoryPage {
  private count = 0;
  private last?: Metric;
  private hasNext = false;

  constructor(
    private readonly found: AsyncIterable<Metric[]>,
    private readonly size = Infinity
  ) {}

  async *parts(): AsyncGenerator<unknown[], undefined> {
    for await (const part of this.found) {
      const shown = part.slice(0, this.size - this.count);
      this.hasNext = shown.length < part.length;
      this.count += shown.length;
      this.last = shown.at(-1) ?? this.last;
      yield shown.map(wireMetric);
    }
  }

  /** The fields behind the list, once it has been read. */
  rest(): object {
    return message({
      next_page_token: this.last && this.hasNext ? pointToken(this.last) : undefined
    });
  }
}
