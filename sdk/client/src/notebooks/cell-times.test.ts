import { describe, expect, it } from 'vitest';
import { cellSeconds, cpuSeconds } from './cell-times.js';

describe('the times that a notebook job reports', () => {
  it.each([
    ['0.1,61.0,3', [0.1, 61, 3]],
    ['', [0]],
    ['1,x', undefined],
    ['1,-2', undefined],
    ['1,Infinity', undefined],
    [undefined, undefined]
  ])('of the cells are those of %j', (text, seconds) => {
    const tags: Record<string, string> = text === undefined ? {} : { 'carry.cells.seconds': text };
    expect(cellSeconds(tags)).toEqual(seconds);
  });

  it.each([
    ['12.5', 12.5],
    ['', undefined],
    ['NaN', undefined],
    ['-1', undefined]
  ])('of the processors are those of %j', (text, seconds) => {
    expect(cpuSeconds({ 'carry.cpu.seconds': text })).toBe(seconds);
    expect(cpuSeconds({})).toBeUndefined();
  });
});
