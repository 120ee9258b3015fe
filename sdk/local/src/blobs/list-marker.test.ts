import { describe, expect, it } from 'vitest';
import { markerOf, nameOfMarker } from './list-marker.js';

describe('the marker of a page', () => {
  it.each(['a/b', 'two\nlines', '\u00e9 & \uffff', 'x'.repeat(3000)])('refers to %j', name => {
    expect(markerOf(name)).toMatch(/^[\w-]+$/);
    expect(nameOfMarker(markerOf(name))).toBe(name);
  });

  it.each([
    ['a name', 'a/b'],
    ['another case', markerOf('a/b').toLowerCase()],
    ['a part', markerOf('a/b').slice(0, -1)],
    ['too much', `${markerOf('a/b')}A`],
    ['spaces', `${markerOf('a/b')} `]
  ])('is refused when it is %s', (_what, marker) => {
    expect(() => nameOfMarker(marker)).toThrow("'marker' is not one that this listing returned");
  });
});
