import { describe, expect, it } from 'vitest';
import { byteRange } from './range.js';

describe('byteRange', () => {
  it.each([
    ['bytes=0-4', { start: 0, end: 4 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=0-999', { start: 0, end: 9 }]
  ])('%s of ten bytes', (range, expected) => {
    expect(byteRange({ range }, 10)).toEqual(expected);
  });

  it('throws an error of status 416 outside the blob', () => {
    expect(() => byteRange({ range: 'bytes=10-' }, 10)).toThrow(
      expect.objectContaining({ status: 416 })
    );
  });
});
