import { expect, it } from 'vitest';
import * as bridge from './index.js';

it('exports only types: the sidebar imports no code', () => {
  expect(Object.keys(bridge)).toEqual([]);
});
