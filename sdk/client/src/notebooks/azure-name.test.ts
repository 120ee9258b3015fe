import { describe, expect, it } from 'vitest';
import { isAzureName } from './azure-name.js';

describe('a name for Azure ML', () => {
  it.each(['rows', '_rows', 'Rows2'])('can be %j', name => {
    expect(isAzureName(name)).toBe(true);
  });

  it.each(['', '2rows', 'row-count', 'größe', 'a b', 'a\n'])('cannot be %j', name => {
    expect(isAzureName(name)).toBe(false);
  });
});
