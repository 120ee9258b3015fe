import { expect, it } from 'vitest';
import { withSecret } from './with-secret.js';

it('a stored secret is named by one row', () => {
  const row = { name: 'HF_TOKEN', value: 'hf-token' };
  expect(withSecret([], 'hf-token')).toEqual([row]);
  expect(withSecret([{ name: '', value: '' }], 'hf-token')).toEqual([row]);
  expect(withSecret([{ name: 'MINE', value: '' }], 'hf-token')).toEqual([
    { name: 'MINE', value: 'hf-token' }
  ]);
  expect(withSecret([row], 'hf-token')).toEqual([row]);
});
