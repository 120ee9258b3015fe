/** Measures elapsed time by a monotonic clock. The wall clock, which can be changed, is read only once, in the constructor. */
export class Stopwatch {
  private readonly offset: number;

  constructor(
    now: () => number,
    private readonly steady = () => performance.now()
  ) {
    this.offset = now() - steady();
  }

  /** Milliseconds since `at`, a time of the wall clock; 0 for a time in the future. */
  since(at: number): number {
    return Math.max(0, this.steady() + this.offset - at);
  }
}
