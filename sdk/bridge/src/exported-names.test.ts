import { expect, it } from 'vitest';
import * as bridge from './index.js';

it('exports types alone: the sidebar imports nothing that runs', () => {
  expect(Object.keys(bridge)).toEqual([]);
});
