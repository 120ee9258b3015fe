import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-word.js';

describe('shellWord', () => {
  it('keeps a plain path unchanged', () => {
    expect(shellWord('/a/b-c_d.csv')).toBe('/a/b-c_d.csv');
  });

  it('quotes spaces and quotes', () => {
    expect(shellWord(`/a b/it's`)).toBe(`'/a b/it'\\''s'`);
  });
});
