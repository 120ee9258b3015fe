import { expect, it } from 'vitest';
import * as adder from './index.js';

/** Renaming an export breaks users; see the test of this name in `sdk/client`. */
it('exports the promised names', () => {
  expect(Object.keys(adder).sort()).toEqual([
    'CarryError',
    'isCarryError',
    'load',
    'loadOnnx',
    'train'
  ]);
});
