import { expect, it } from 'vitest';
import * as adder from './index.js';

/** The names are a promise, see the test of this name in `sdk/client`. */
it('exports what it promises', () => {
  expect(Object.keys(adder).sort()).toEqual([
    'CarryError',
    'isCarryError',
    'load',
    'loadOnnx',
    'train'
  ]);
});
