import { describe, expect, it } from 'vitest';
import { parseBlockList } from './xml.js';

describe('parseBlockList', () => {
  it('keeps the order of blocks of different kinds', () => {
    const body =
      '<?xml version="1.0"?><BlockList><Latest>MQ==</Latest><Uncommitted>Mg==</Uncommitted><Latest>Mw==</Latest></BlockList>';
    expect(parseBlockList(body)).toEqual(['MQ==', 'Mg==', 'Mw==']);
  });

  it('refuses a body that is not a block list', () => {
    expect(() => parseBlockList('nonsense')).toThrow(/not a block list/);
  });
});
