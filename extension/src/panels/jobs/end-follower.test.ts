import { beforeEach, describe, expect, it } from 'vitest';
import { EndFollower } from './end-follower.js';

let box: { scrollTop: number; scrollHeight: number; clientHeight: number };
let follower: EndFollower;

beforeEach(() => {
  box = { scrollTop: 0, scrollHeight: 1000, clientHeight: 200 };
  follower = new EndFollower();
  scrollByUs();
  follower.afterScroll(box, true);
});

/** Scrolls to the end; the browser reports it later. */
function scrollByUs(): void {
  box.scrollTop = box.scrollHeight - box.clientHeight;
  follower.moved(box);
}

/** Scrolls and reports it. */
function scrollBy(pixels: number, hasEnd = true): boolean | null {
  box.scrollTop += pixels;
  return follower.afterScroll(box, hasEnd);
}

describe('the view of a log that grows', () => {
  it('stops to follow the end when the user scrolls up, and goes on at the end', () => {
    expect(scrollBy(-100)).toBe(false);
    expect(scrollBy(-100)).toBe(false);
    expect(scrollBy(50)).toBeNull();
    expect(scrollBy(150)).toBe(true);
  });

  it('is not at the end where the page holds only an earlier part', () => {
    expect(scrollBy(-5, false)).toBe(false);
    expect(scrollBy(5, false)).toBeNull();
  });

  it('does not follow again because of our own scrolling that is reported late', () => {
    box.scrollHeight += 500;
    scrollByUs();
    // Here the user turns the wheel: the view follows no more.
    expect(follower.afterScroll(box, true)).toBeNull();
    expect(scrollBy(-10)).toBeNull();
    expect(scrollBy(-40)).toBe(false);
  });

  it('sees the user scroll up though our scrolling is reported in the same frame', () => {
    box.scrollHeight += 500;
    scrollByUs();
    expect(scrollBy(-40)).toBe(false);
  });

  it('sees the user return to where we have scrolled to', () => {
    expect(scrollBy(-400)).toBe(false);
    expect(scrollBy(400)).toBe(true);
  });

  it('stays as it is when the content becomes lower', () => {
    box.scrollHeight = 700;
    expect(scrollBy(-300)).toBeNull();
  });
});
