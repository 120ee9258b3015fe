/** How near to the end of the log, in pixels, the user is at the end. */
const END_PX = 30;

/** Where a scrolled element is, in pixels. */
type Scrolled = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/**
 * Decides from scroll events whether the view follows the end of a log that grows meanwhile. The browser reports a scroll only after the
 * next frame, by which time more lines may have arrived, so an event alone does not tell the user's scrolling from ours.
 */
export class EndFollower {
  private top = 0;
  private ownTop: number | null = null;

  /** Takes note that we have scrolled, before the event of that arrives. */
  moved({ scrollTop }: Scrolled): void {
    if (scrollTop === this.top) return;
    this.top = this.ownTop = scrollTop;
  }

  /** Returns whether the view follows the end after a scroll event, or null if the event leaves that as it is. */
  afterScroll(box: Scrolled, hasEnd: boolean): boolean | null {
    const { scrollTop } = box;
    const [isOwn, isUp] = [scrollTop === this.ownTop, scrollTop < this.top];
    this.top = scrollTop;
    this.ownTop = null;
    if (isOwn) return null;
    const isAtEnd = hasEnd && box.scrollHeight - scrollTop - box.clientHeight < END_PX;
    // Lines that become lower move the end up, and the view with it.
    if (isUp) return isAtEnd ? null : false;
    return isAtEnd ? true : null;
  }
}
