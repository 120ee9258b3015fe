/** Tells how long ago something was, by a clock that nobody sets: the wall clock is asked once, when the watch is made. */
export class Stopwatch {
  private readonly offset: number;

  constructor(
    now: () => number,
    private readonly steady = () => performance.now()
  ) {
    this.offset = now() - steady();
  }

  /** Milliseconds since `at`, a time of the wall clock; nothing for one that lies ahead. */
  since(at: number): number {
    return Math.max(0, this.steady() + this.offset - at);
  }
}
